/** The settings of `adapter_config.json` that change the numbers. */
export interface LoraConfig {
  readonly r: number;
  readonly alpha: number;
  /** Scale by α/√r (rank-stabilised LoRA) instead of α/r. */
  readonly useRslora: boolean;
  /** As PEFT matches them: module names, in full or from a dot on; or `all-linear`; or a pattern for full names. */
  readonly targetModules: readonly string[] | string;
  /** As `targetModules`; these are left out again. */
  readonly excludeModules?: readonly string[] | string;
  /** The layers whose modules are adapted, unless these are named in full; all where undefined. */
  readonly layers?: readonly number[];
  /** Names of the list that layers are counted in, where it is not the outermost. */
  readonly layersPattern?: readonly string[];
  /** Rank for modules that a key matches, in full or from a dot on, instead of `r`. */
  readonly rankPattern: Readonly<Record<string, number>>;
  readonly alphaPattern: Readonly<Record<string, number>>;
  readonly baseModelName: string | undefined;
}

/** One adapted linear layer: `y = W·x + scale·B·(A·x)`. */
export interface LoraModule {
  /** Its Hugging Face name, such as `model.layers.0.self_attn.q_proj`. */
  readonly name: string;
  /** The number of layers for the head. */
  readonly layer: number;
  /** Row-major [r, in]. */
  readonly A: Float32Array;
  /** Row-major [out, r]. */
  readonly B: Float32Array;
  readonly r: number;
  readonly in: number;
  readonly out: number;
  readonly scale: number;
}

/** A LoRA adapter (Hu et al. 2021, arXiv:2106.09685). Modules are ordered by layer, then as `listLayerModules` lists them; the head comes last. */
export interface LoraAdapter {
  readonly config: LoraConfig;
  readonly modules: readonly LoraModule[];
}

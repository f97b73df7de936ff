/** The settings of `adapter_config.json` that change the numbers. */
export interface LoraConfig {
  readonly r: number;
  readonly alpha: number;
  /** Scale by α/√r (rank-stabilised LoRA) instead of α/r. */
  readonly useRslora: boolean;
  /** Module names as PEFT matches them: the full name, or its end after a dot. */
  readonly targetModules: readonly string[];
  /** Rank for modules whose name ends with a key, instead of `r`. */
  readonly rankPattern: Readonly<Record<string, number>>;
  readonly alphaPattern: Readonly<Record<string, number>>;
  readonly baseModelName: string | undefined;
}

/** One adapted linear layer: `y = W·x + scale·B·(A·x)`. */
export interface LoraModule {
  /** Its Hugging Face name, such as `model.layers.0.self_attn.q_proj`. */
  readonly name: string;
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

/** A LoRA adapter (Hu et al. 2021, arXiv:2106.09685). Modules are ordered by layer, then as `listLayerModules` lists them. */
export interface LoraAdapter {
  readonly config: LoraConfig;
  readonly modules: readonly LoraModule[];
}

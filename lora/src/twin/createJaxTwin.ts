import type * as JaxModule from '@jax-js/jax';
import type { Array as JaxArray, Device } from '@jax-js/jax';
import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import { UnsupportedModelError } from '../errors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import { listModelTensors } from '../model/listModelTensors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { getFloatWeight } from '../model/ModelWeights.js';
import { checkExample } from '../session/checkExample.js';
import type { LoraGradient, LoraModelSession } from '../session/createSession.js';
import type { Example } from '../tokenizer/encodeExample.js';

/** Loaded on first use: most users of this package never need the twin. */
type Jax = typeof JaxModule;
type Weights = Record<string, JaxArray>;
type Lora = Record<string, { A: JaxArray; B: JaxArray }>;
/** Per position: embeddings [T,hidden], cosines and sines [1,T,headSize/2], causal mask [1,T,T], targets one-hot [T,vocab]. */
type Inputs = { x: JaxArray; cosines: JaxArray; sines: JaxArray; mask: JaxArray; targets: JaxArray };

/** Sequences are padded to these lengths, so that few programs are compiled; longer ones to multiples of 128. */
const BUCKETS = [32, 48, 64, 96, 128, 192, 256];

/**
 * The independent twin of `createSession`: the same loss and LoRA gradients by jax-js's automatic differentiation, on
 * wasm or on WebGPU where there is one. Several times slower on wasm than the decoder written by hand, which is
 * checked against it; a compiled program per length is kept until `dispose`.
 *
 * @throws UnsupportedModelError when the device is absent
 */
export async function createJaxTwin(
  base: BaseModel,
  adapter: LoraAdapter,
  device: Device = 'wasm',
): Promise<Pick<LoraModelSession, 'loss' | 'gradient' | 'dispose'>> {
  const jax = await import('@jax-js/jax');
  const { defaultDevice, init, jit, numpy: np, tree, valueAndGrad } = jax;
  const { config } = base;
  if (config.attentionBias.qkv || config.normalizesHeads || config.ropeScaling !== undefined) {
    throw new UnsupportedModelError({
      ...{ file: 'config.json', setting: 'model', value: 'with biases, head norms or scaled positions' },
      supported: 'the twin computes plain Llama',
    });
  }
  if (!(await init(device)).includes(device)) {
    throw new UnsupportedModelError({
      file: 'config.json',
      setting: 'device',
      value: device,
      supported: 'a device this machine has',
    });
  }
  defaultDevice(device);
  const place = (data: Float32Array, shape: number[]): JaxArray => np.array(data.slice(), { shape });
  const weights: Weights = {};
  for (const { name } of listModelTensors(config)) {
    const data = getFloatWeight(base.weights, name)!;
    if (name === 'model.embed_tokens.weight' && !config.tieWordEmbeddings) continue;
    const isVector = name.endsWith('norm.weight');
    const columns = isVector ? data.length : getColumnCount(config, name);
    weights[name.replace('model.embed_tokens', 'lm_head').replace(/\.weight$/, '')] = place(
      data,
      isVector ? [columns] : [data.length / columns, columns],
    );
  }
  const lora: Lora = Object.fromEntries(
    adapter.modules.map((module) => [
      module.name,
      { A: place(module.A, [module.r, module.in]), B: place(module.B, [module.out, module.r]) },
    ]),
  );
  const scales = new Map(adapter.modules.map(({ name, scale }) => [name, scale]));
  const compute = jit(
    valueAndGrad((parameters: Lora, frozen: Weights, inputs: Inputs) =>
      computeLoss(jax, config, scales, parameters, frozen, inputs),
    ),
  );

  const run = async (example: Example): Promise<{ loss: number; gradients: LoraGradient[] }> => {
    checkExample(config, example);
    const [loss, gradients] = compute(
      tree.ref(lora),
      tree.ref(weights),
      buildInputs(base, example, place),
    ) as unknown as [JaxArray, Lora];
    const modules: LoraGradient[] = [];
    for (const { name } of adapter.modules) {
      const { A, B } = gradients[name]!;
      modules.push({ name, dA: (await A.data()) as Float32Array, dB: (await B.data()) as Float32Array });
    }
    return { loss: (await loss.data())[0]!, gradients: modules };
  };
  return {
    loss: async (example) => (await run(example)).loss,
    gradient: async (example) => (await run(example)).gradients,
    dispose() {
      compute.dispose();
      tree.dispose(weights);
      tree.dispose(lora);
    },
  };
}

function getColumnCount(config: LlamaConfig, name: string): number {
  if (name.endsWith('o_proj.weight')) return config.headCount * config.headSize;
  return name.endsWith('down_proj.weight') ? config.intermediateSize : config.hiddenSize;
}

function buildInputs(
  base: BaseModel,
  example: Example,
  place: (data: Float32Array, shape: number[]) => JaxArray,
): Inputs {
  const { hiddenSize, headSize, vocabSize, ropeTheta } = base.config;
  const tokenIds = [...example.promptIds, ...example.completionIds];
  const rows = tokenIds.length - 1;
  const length = BUCKETS.find((bucket) => bucket >= rows) ?? Math.ceil(rows / 128) * 128;
  const half = headSize / 2;
  const embedding = getFloatWeight(base.weights, 'model.embed_tokens.weight')!;
  const x = new Float32Array(length * hiddenSize);
  const angles = Float64Array.from(
    { length: length * half },
    (_, i) => Math.floor(i / half) * ropeTheta ** ((-2 * (i % half)) / headSize),
  );
  const targets = new Float32Array(length * vocabSize);
  for (let row = 0; row < rows; row++) {
    x.set(embedding.subarray(tokenIds[row]! * hiddenSize, (tokenIds[row]! + 1) * hiddenSize), row * hiddenSize);
    if (row + 1 >= example.promptIds.length) targets[row * vocabSize + tokenIds[row + 1]!] = 1;
  }
  return {
    x: place(x, [length, hiddenSize]),
    cosines: place(Float32Array.from(angles, Math.cos), [1, length, half]),
    sines: place(Float32Array.from(angles, Math.sin), [1, length, half]),
    mask: place(
      Float32Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? -1e9 : 0)),
      [1, length, length],
    ),
    targets: place(targets, [length, vocabSize]),
  };
}

/** jax-js counts references by hand: every use of an array but its last goes through `.ref`. */
function computeLoss(
  jax: Jax,
  config: LlamaConfig,
  scales: ReadonlyMap<string, number>,
  lora: Lora,
  weights: Weights,
  inputs: Inputs,
): JaxArray {
  const { nn, numpy: np } = jax;
  const { headCount, keyValueHeadCount, headSize } = config;
  const { cosines, sines, mask, targets } = inputs;
  const length = inputs.x.shape[0]!;
  const apply = (x: JaxArray, matrix: JaxArray): JaxArray => np.matmul(x, np.transpose(matrix));
  const project = (name: string, x: JaxArray): JaxArray => {
    const module = lora[name];
    if (module === undefined) return apply(x, weights[name]!);
    return apply(x.ref, weights[name]!).add(apply(apply(x, module.A), module.B).mul(scales.get(name)!));
  };
  const normalise = (name: string, x: JaxArray): JaxArray => {
    const meanSquare = np.mean(x.ref.mul(x.ref), -1, { keepdims: true });
    return x.mul(np.reciprocal(np.sqrt(meanSquare.add(config.rmsNormEpsilon)))).mul(weights[name]!);
  };
  const splitHeads = (x: JaxArray, count: number): JaxArray =>
    np.transpose(np.reshape(x, [length, count, headSize]), [1, 0, 2]);
  const rotate = (x: JaxArray): JaxArray => {
    const low = x.ref.slice([], [], [0, headSize / 2]);
    const high = x.slice([], [], [headSize / 2, headSize]);
    const turned = low.ref.mul(cosines.ref).sub(high.ref.mul(sines.ref));
    return np.concatenate([turned, high.mul(cosines.ref).add(low.mul(sines.ref))], -1);
  };
  const share = (x: JaxArray): JaxArray =>
    headCount === keyValueHeadCount ? x : np.repeat(x, headCount / keyValueHeadCount, 0);

  let { x } = inputs;
  for (let layer = 0; layer < config.layerCount; layer++) {
    const prefix = `model.layers.${layer}`;
    const normed = normalise(`${prefix}.input_layernorm`, x.ref);
    const q = rotate(splitHeads(project(`${prefix}.self_attn.q_proj`, normed.ref), headCount));
    const k = share(rotate(splitHeads(project(`${prefix}.self_attn.k_proj`, normed.ref), keyValueHeadCount)));
    const v = share(splitHeads(project(`${prefix}.self_attn.v_proj`, normed), keyValueHeadCount));
    const scores = np.matmul(q, np.transpose(k, [0, 2, 1])).mul(1 / Math.sqrt(headSize));
    const mixed = np.matmul(nn.softmax(scores.add(mask.ref), -1), v);
    const joined = np.reshape(np.transpose(mixed, [1, 0, 2]), [length, headCount * headSize]);
    x = x.add(project(`${prefix}.self_attn.o_proj`, joined));
    const input = normalise(`${prefix}.post_attention_layernorm`, x.ref);
    const gate = nn.silu(project(`${prefix}.mlp.gate_proj`, input.ref));
    x = x.add(project(`${prefix}.mlp.down_proj`, gate.mul(project(`${prefix}.mlp.up_proj`, input))));
  }
  for (const used of [cosines, sines, mask]) used.dispose();
  const logits = apply(normalise('model.norm', x), weights['lm_head']!);
  return np.sum(nn.logSoftmax(logits, -1).mul(targets)).mul(-1);
}

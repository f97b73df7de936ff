import type { LoraModule } from '../adapter/LoraAdapter.js';
import { listModelTensors } from '../model/listModelTensors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import { getFloatWeight, type ModelWeights } from '../model/ModelWeights.js';
import { computeRotaryFrequencies } from './computeRotaryFrequencies.js';

type Weights = Pick<ModelWeights, 'get'> | ReadonlyMap<string, Float64Array>;
type Lora = Pick<LoraModule, 'name' | 'r' | 'in' | 'out' | 'scale'> & {
  readonly A: ArrayLike<number>;
  readonly B: ArrayLike<number>;
};

/**
 * The slow obvious twin of `LlamaDecoder.computeLoss`: the same Llama forward pass in float64, one position and one
 * number at a time, straight from the papers. Tests check the fast decoder and its gradients against it.
 */
export function computeReferenceLoss(
  model: { config: BaseModel['config']; weights: Weights },
  lora: readonly Lora[],
  tokenIds: readonly number[],
  targetCount: number,
): number {
  const { config } = model;
  const { hiddenSize, headCount, keyValueHeadCount, headSize } = config;
  const frequencies = computeRotaryFrequencies(config);
  const weights = new Map(
    listModelTensors(config).map(({ name }) => {
      const values = model.weights.get(name);
      return [
        name,
        values instanceof Float64Array ? values : getFloatWeight(model.weights as Pick<ModelWeights, 'get'>, name)!,
      ];
    }),
  );
  const get = (name: string): ArrayLike<number> => weights.get(name)!;

  const multiply = (matrix: ArrayLike<number>, x: number[], rows: number): number[] =>
    Array.from({ length: rows }, (_, row) => x.reduce((sum, value, i) => sum + matrix[row * x.length + i]! * value, 0));
  const project = (name: string, x: number[], size: number, weight = `${name}.weight`): number[] => {
    const bias = weights.get(`${name}.bias`);
    const y = multiply(get(weight), x, size).map((value, i) => value + (bias?.[i] ?? 0));
    const module = lora.find((candidate) => candidate.name === name);
    if (module === undefined) return y;
    const update = multiply(module.B, multiply(module.A, x, module.r), size);
    return y.map((value, i) => value + module.scale * update[i]!);
  };
  const normalise = (name: string, x: number[]): number[] => {
    const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    return x.map((value, i) => (get(`${name}.weight`)[i]! * value) / Math.sqrt(meanSquare + config.rmsNormEpsilon));
  };
  const rotate = (heads: number[], position: number): number[] =>
    heads.map((value, i) => {
      const half = headSize / 2;
      const place = i % headSize;
      const angle = position * frequencies[place % half]!;
      const partner = place < half ? -heads[i + half]! : heads[i - half]!;
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });

  let states = tokenIds
    .slice(0, -1)
    .map((id) => Array.from({ length: hiddenSize }, (_, i) => get('model.embed_tokens.weight')[id * hiddenSize + i]!));
  for (let layer = 0; layer < config.layerCount; layer++) {
    const prefix = `model.layers.${layer}`;
    const normed = states.map((x) => normalise(`${prefix}.input_layernorm`, x));
    const normaliseHeads = (name: string, x: number[]): number[] => {
      if (!config.normalizesHeads) return x;
      const heads = Array.from({ length: x.length / headSize }, (_, i) => x.slice(i * headSize, (i + 1) * headSize));
      return heads.flatMap((head) => normalise(`${prefix}.self_attn.${name}`, head));
    };
    const queries = normed.map((x, position) => {
      const projected = project(`${prefix}.self_attn.q_proj`, x, headCount * headSize);
      return rotate(normaliseHeads('q_norm', projected), position);
    });
    const keys = normed.map((x, position) => {
      const projected = project(`${prefix}.self_attn.k_proj`, x, keyValueHeadCount * headSize);
      return rotate(normaliseHeads('k_norm', projected), position);
    });
    const values = normed.map((x) => project(`${prefix}.self_attn.v_proj`, x, keyValueHeadCount * headSize));
    states = states.map((x, position) => {
      const mixed = Array.from({ length: headCount }, (_, head) => {
        const shared = Math.floor(head / (headCount / keyValueHeadCount)) * headSize;
        const scores = keys.slice(0, position + 1).map((key) => {
          let dot = 0;
          for (let i = 0; i < headSize; i++) dot += queries[position]![head * headSize + i]! * key[shared + i]!;
          return Math.exp(dot / Math.sqrt(headSize));
        });
        const total = scores.reduce((sum, score) => sum + score, 0);
        return Array.from({ length: headSize }, (_, i) =>
          scores.reduce((sum, score, at) => sum + (score / total) * values[at]![shared + i]!, 0),
        );
      }).flat();
      const attended = project(`${prefix}.self_attn.o_proj`, mixed, hiddenSize);
      return x.map((value, i) => value + attended[i]!);
    });
    states = states.map((x) => {
      const input = normalise(`${prefix}.post_attention_layernorm`, x);
      const gate = project(`${prefix}.mlp.gate_proj`, input, config.intermediateSize);
      const up = project(`${prefix}.mlp.up_proj`, input, config.intermediateSize);
      const activated = gate.map((value, i) => (value / (1 + Math.exp(-value))) * up[i]!);
      const down = project(`${prefix}.mlp.down_proj`, activated, hiddenSize);
      return x.map((value, i) => value + down[i]!);
    });
  }
  const head = config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
  const targets = tokenIds.slice(tokenIds.length - targetCount);
  const scored = states.slice(states.length - targetCount);
  return targets.reduce((loss, target, row) => {
    const logits = project('lm_head', normalise('model.norm', scored[row]!), config.vocabSize, head);
    return loss + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[target]!;
  }, 0);
}

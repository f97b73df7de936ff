import type { WasmArena } from '../kernels/WasmArena.js';
import { listLayerModules } from '../model/listModelTensors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import type { ModelWeights } from '../model/ModelWeights.js';
import { LinearLayer } from './LinearLayer.js';
import { RmsNorm } from './RmsNorm.js';

/** The parts of one decoder layer, their weights in an arena. */
export interface DecoderLayer {
  readonly attentionNorm: RmsNorm;
  readonly mlpNorm: RmsNorm;
  /** Over every head of queries and keys before they are rotated (Qwen 3). */
  readonly queryNorm: RmsNorm | undefined;
  readonly keyNorm: RmsNorm | undefined;
  readonly q: LinearLayer;
  readonly k: LinearLayer;
  readonly v: LinearLayer;
  readonly o: LinearLayer;
  readonly gate: LinearLayer;
  readonly up: LinearLayer;
  readonly down: LinearLayer;
}

/** A norm of the model, by its name without `.weight`. */
export function buildNorm(
  arena: WasmArena,
  config: LlamaConfig,
  weights: Pick<ModelWeights, 'get'>,
  name: string,
): RmsNorm {
  const values = weights.get(`${name}.weight`)!;
  return new RmsNorm(arena, {
    name,
    weight: arena.allocateFloats(values),
    size: values.length,
    epsilon: config.rmsNormEpsilon,
  });
}

/** Places the weights of layer `index`. */
export function buildDecoderLayer(
  arena: WasmArena,
  config: LlamaConfig,
  weights: Pick<ModelWeights, 'get'>,
  index: number,
): DecoderLayer {
  const prefix = `model.layers.${index}.`;
  const [q, k, v, o, gate, up, down] = listLayerModules(config).map((module) => {
    const name = prefix + module.name;
    return new LinearLayer(arena, {
      name,
      in: module.in,
      out: module.out,
      weight: arena.allocateWeights(weights.get(`${name}.weight`)!),
      bias: module.hasBias ? arena.allocateFloats(weights.get(`${name}.bias`)!) : undefined,
    });
  }) as [LinearLayer, LinearLayer, LinearLayer, LinearLayer, LinearLayer, LinearLayer, LinearLayer];
  const norm = (name: string): RmsNorm => buildNorm(arena, config, weights, prefix + name);
  return {
    ...{ q, k, v, o, gate, up, down },
    attentionNorm: norm('input_layernorm'),
    mlpNorm: norm('post_attention_layernorm'),
    queryNorm: config.normalizesHeads ? norm('self_attn.q_norm') : undefined,
    keyNorm: config.normalizesHeads ? norm('self_attn.k_norm') : undefined,
  };
}

/** The parts of a layer that can be trained. */
export function listParts(layer: DecoderLayer): (LinearLayer | RmsNorm)[] {
  return Object.values(layer).filter((part) => part !== undefined);
}

import { createSeededRandom } from '@tributary/protocol';
import { encodeSafetensors } from '../safetensors/encodeSafetensors.js';
import type { Tensor } from '../safetensors/Tensor.js';
import { trainByteBpe } from '../tokenizer/trainByteBpe.js';
import { listModelTensors } from './listModelTensors.js';
import { parseLlamaConfig } from './LlamaConfig.js';
import type { ModelFiles } from './ModelFiles.js';

/**
 * The files of a small untrained Llama model, all drawn from `seed`: float32 weights large enough that every part
 * matters to the loss, and a byte tokenizer without merges (`<|end|>` is 0). For tests and trials; `overrides` are
 * merged into `config.json`.
 */
export function createRandomModelFiles(seed: string, overrides: Readonly<Record<string, unknown>> = {}): ModelFiles {
  const config = {
    model_type: 'llama',
    vocab_size: 260,
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 4,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
    max_position_embeddings: 128,
    tie_word_embeddings: true,
    eos_token_id: 0,
    ...overrides,
  };
  const encodeJson = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const files = new Map([
    ['config.json', encodeJson(config)],
    ['tokenizer.json', encodeJson(trainByteBpe([], { vocabSize: 258, specialTokens: ['<|end|>', '<|pad|>'] }))],
  ]);
  const tensors = listModelTensors(parseLlamaConfig(files)).map(({ name, shape }): [string, Tensor] => {
    const random = createSeededRandom(`random-model/${seed}/${name}`);
    const [center, spread] = shape.length === 1 ? [1, 0.2] : [0, 1 / Math.sqrt(shape.at(-1)!)];
    const length = shape.reduce((product, side) => product * side, 1);
    return [
      name,
      { dtype: 'F32', shape, data: Float32Array.from({ length }, () => center + spread * random.nextGaussian()) },
    ];
  });
  return files.set('model.safetensors', encodeSafetensors(tensors));
}

import { createSeededRandom } from '@tributary/protocol';
import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import type { LlamaDecoder } from '../decoder/LlamaDecoder.js';
import { DisposedSessionError } from '../errors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import type { Example } from '../tokenizer/encodeExample.js';
import { acquireDecoder, type SharedDecoder } from './SharedDecoder.js';
import { checkExample } from './checkExample.js';
import { sampleToken } from './sampleToken.js';

/** The gradient of a loss by one LoRA module's matrices. */
export interface LoraGradient {
  readonly name: string;
  /** Row-major [r, in]. */
  readonly dA: Float32Array;
  /** Row-major [out, r]. */
  readonly dB: Float32Array;
}

export interface GenerateOptions {
  readonly maxTokens: number;
  /** 0 takes the likeliest token, the lowest id among equals; otherwise tokens are drawn from softmax(logits / temperature). */
  readonly temperature: number;
  /** Draws come from `createSeededRandom('generate/<seed>')`. */
  readonly seed: number | string;
}

/** A finished answer. `ids` leaves out the end token that `finish: 'eos'` tells of. */
export interface Generation {
  readonly ids: number[];
  readonly finish: 'eos' | 'length';
}

/** One base model under one adapter, placed in working memory. Calls finish in the order they were made. */
export interface LoraModelSession {
  generate(promptIds: readonly number[], options: GenerateOptions): Promise<Generation>;
  /** The summed negative log-likelihood of the completion tokens, in nats. */
  loss(example: Example): Promise<number>;
  /**
   * The gradient of `loss` by every module's A and B, in the order of `adapter.modules`. It depends on the example
   * alone, never on what was computed before or beside it; an empty completion gives zeros. Where B = 0, dA is 0.
   */
  gradient(example: Example): Promise<LoraGradient[]>;
  /** Lets go of the working memory; later calls reject with DisposedSessionError. */
  dispose(): void;
}

/**
 * Puts an adapter (none: the bare base model) on a base model. The sessions of one base model share its weights in
 * working memory, and swap their adapters in as they are called.
 */
export function createSession(base: BaseModel, adapter?: LoraAdapter): LoraModelSession {
  const modules = adapter?.modules ?? [];
  let shared: SharedDecoder | undefined = acquireDecoder(base);
  const owner = {};
  const linearLayers = new Map(shared.decoder.listAdaptableLayers().map((layer) => [layer.name, layer]));

  const getDecoder = (): LlamaDecoder => {
    if (shared === undefined) throw new DisposedSessionError();
    shared.activate(owner, modules);
    return shared.decoder;
  };
  return {
    async generate(promptIds, options) {
      return generate(getDecoder(), promptIds, options, base.tokenizer.eosId);
    },
    async loss(example) {
      const target = getDecoder();
      checkExample(target.config, example);
      const { promptIds, completionIds } = example;
      return completionIds.length === 0
        ? 0
        : target.computeLoss([...promptIds, ...completionIds], completionIds.length);
    },
    async gradient(example) {
      const target = getDecoder();
      checkExample(target.config, example);
      const { promptIds, completionIds } = example;
      if (completionIds.length === 0) {
        return modules.map(({ name, A, B }) => ({
          name,
          dA: new Float32Array(A.length),
          dB: new Float32Array(B.length),
        }));
      }
      target.computeGradient([...promptIds, ...completionIds], completionIds.length);
      return modules.map(({ name, r }) => ({ name, ...linearLayers.get(name)!.getLoraGradient(r) }));
    },
    dispose() {
      shared?.release();
      shared = undefined;
      linearLayers.clear();
    },
  };
}

function generate(
  decoder: LlamaDecoder,
  promptIds: readonly number[],
  options: GenerateOptions,
  eosId: number,
): Generation {
  const { arena, config } = decoder;
  checkExample(config, { promptIds, completionIds: [] });
  const random = createSeededRandom(`generate/${options.seed}`);
  const limit = Math.min(options.maxTokens, config.maxPositionEmbeddings - promptIds.length);
  const { top } = arena;
  const cache = decoder.allocateCache(promptIds.length + Math.max(0, limit));
  const afterCache = arena.top;
  const ids: number[] = [];
  let finish: Generation['finish'] = 'length';
  let next = promptIds;
  while (ids.length < limit) {
    const logits = decoder.extend(cache, next);
    const id = sampleToken(arena.floats.subarray(logits, logits + config.vocabSize), options.temperature, random);
    arena.release(afterCache);
    if (id === eosId) {
      finish = 'eos';
      break;
    }
    ids.push(id);
    next = [id];
  }
  arena.release(top);
  return { ids, finish };
}

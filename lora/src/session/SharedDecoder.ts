import type { LoraModule } from '../adapter/LoraAdapter.js';
import { LlamaDecoder } from '../decoder/LlamaDecoder.js';
import type { BaseModel } from '../model/loadBaseModel.js';

const decoders = new WeakMap<BaseModel, SharedDecoder>();

/** One base model in working memory, for as many sessions as use it; the last to leave lets go of it. */
export class SharedDecoder {
  readonly decoder: LlamaDecoder;
  readonly #base: BaseModel;
  #owner: object | undefined;
  userCount = 0;

  constructor(base: BaseModel) {
    this.#base = base;
    this.decoder = new LlamaDecoder(base);
  }

  /** Places the modules of `owner`, unless it was the last to be active. */
  activate(owner: object, modules: readonly LoraModule[]): void {
    if (this.#owner === owner) return;
    this.#owner = undefined;
    this.decoder.placeAdapter(modules);
    this.#owner = owner;
  }

  release(): void {
    if (--this.userCount === 0) decoders.delete(this.#base);
  }
}

/** The decoder of a base model, placed at its first use; every caller calls `release` once. @throws ModelTooLargeError */
export function acquireDecoder(base: BaseModel): SharedDecoder {
  let shared = decoders.get(base);
  if (shared === undefined) {
    shared = new SharedDecoder(base);
    decoders.set(base, shared);
  }
  shared.userCount++;
  return shared;
}

import { loadBaseModel, loadLoraAdapter, type BaseModel, type Example, type LoraAdapter } from '@tributary/lora';
import type { Digest } from '@tributary/protocol';
import type { BlobSource } from '../blobs/blobSource.js';
import { parseMethod } from '../features/gradientRule.js';
import type { IndexReader } from '../index/attributionIndex.js';
import { fetchIndex } from '../index/fetchIndex.js';
import { MalformedIndexError } from '../index/indexFile.js';
import { fetchSpanIndex } from '../index/fetchSpanIndex.js';
import type { AttributionMethod } from '../method/AttributionMethod.js';
import { createGradientMethod } from '../method/createGradientMethod.js';
import { createRetrievalMethod } from '../method/createRetrievalMethod.js';
import { createSpanMethod } from '../method/createSpanMethod.js';
import { RETRIEVAL_METHOD } from '../retrieval/attributeRetrieval.js';
import { createSpanTracer } from '../span/createSpanTracer.js';
import { SPAN_METHOD } from '../span/spanIndex.js';
import { traceSpans, type TracedSpan } from '../span/traceSpans.js';
import { withoutEndToken } from '../span/withoutEndToken.js';
import type { ScoringBackend } from '../score/scoringBackend.js';
import { createModelAttribution, type ModelAttribution } from './createModelAttribution.js';
import { fetchModel } from './fetchModel.js';
import { RecentCache } from './recentCache.js';

/** How much a stranger's artifacts may weigh, and how many of them are kept ready. */
export interface ModelLibraryLimits {
  modelBytes: number;
  indexBytes: number;
  /** Bytes of one index that are held in memory; the rest of it streams from disk. */
  memoryBytes: number;
  /** Models kept loaded; the least recently used one is dropped first. */
  models: number;
}

/** A model by its artifact on chain. */
export interface ArtifactReference {
  digest: string;
  uri: string;
}

/** A loaded model: the tokenizer to check a transcript's text with, and the method its index asks for. */
export interface LoadedModel {
  tokenizer: BaseModel['tokenizer'];
  method: AttributionMethod;
  /** Finds verbatim spans in the rows it was trained on; undefined where the index does not tell them. */
  trace: ((tokens: readonly number[]) => TracedSpan[]) | undefined;
  /** What the method reads from. */
  index: IndexReader | undefined;
  /** What a method of gradients is made of; undefined for others. */
  gradient: GradientModel | undefined;
}

/** A model whose answers are attributed by gradients, with its index. It is disposed with the {@link LoadedModel}. */
export interface GradientModel {
  base: BaseModel;
  adapter: LoraAdapter;
  index: IndexReader;
  attribution: ModelAttribution;
}

/** Fetches, checks and keeps the models and indexes that inferences refer to. */
export class ModelLibrary {
  readonly #indexes: RecentCache<IndexReader>;
  readonly #bases: RecentCache<BaseModel>;
  readonly #models: RecentCache<LoadedModel>;
  /** Models that read from an index: one that falls out of its cache is closed when the last of them does. */
  readonly #users = new Map<IndexReader, number>();
  readonly #forgotten = new Set<IndexReader>();

  constructor(
    readonly blobs: BlobSource,
    readonly backend: ScoringBackend,
    readonly limits: ModelLibraryLimits,
  ) {
    this.#indexes = new RecentCache(limits.models, (index) => {
      this.#forgotten.add(index);
      this.#closeIfUnused(index);
    });
    this.#bases = new RecentCache(limits.models);
    this.#models = new RecentCache(limits.models, ({ method, index }) => {
      method.dispose();
      if (index) this.#release(index);
    });
  }

  /** How many of each are kept ready. */
  get sizes(): Readonly<Record<'model' | 'base' | 'index', number>> {
    return { model: this.#models.size, base: this.#bases.size, index: this.#indexes.size };
  }

  /** The index, checked against its root; see {@link fetchIndex} for what it throws. */
  getIndex(committed: { uri: string; root: string }): Promise<IndexReader> {
    const { blobs, limits } = this;
    return this.#indexes.get(`${committed.uri} ${committed.root}`, () =>
      fetchIndex(blobs, committed, { limitBytes: limits.indexBytes, memoryBytes: limits.memoryBytes }),
    );
  }

  /** The model with the method of its index; throws what fetching and loading throw. */
  getModel(
    adapter: ArtifactReference,
    base: ArtifactReference,
    committed: { uri: string; root: string; method: string },
  ): Promise<LoadedModel> {
    const key = [adapter.digest, base.digest, committed.uri, committed.root, committed.method].join(' ');
    return this.#models.get(key, () => {
      if (committed.method === SPAN_METHOD) return this.#loadSpanModel(base, committed);
      if (committed.method === RETRIEVAL_METHOD) return this.#loadRetrievalModel(base);
      return this.#loadGradientModel(adapter, base, committed);
    });
  }

  dispose(): void {
    this.#models.clear();
    this.#indexes.clear();
  }

  async #loadGradientModel(
    adapter: ArtifactReference,
    base: ArtifactReference,
    committed: { uri: string; root: string; method: string },
  ): Promise<LoadedModel> {
    // Before the root is checked: a later method may bind other things by it.
    parseMethod(committed.method);
    const index = await this.getIndex(committed);
    // From here on: what it is needed for takes a while, and other indexes may push it out of its cache.
    this.#users.set(index, (this.#users.get(index) ?? 0) + 1);
    try {
      return await this.#loadOver(index, adapter, base, committed.method);
    } catch (error) {
      this.#release(index);
      throw error;
    }
  }

  async #loadOver(
    index: IndexReader,
    adapter: ArtifactReference,
    base: ArtifactReference,
    committedMethod: string,
  ): Promise<LoadedModel> {
    // A method that this version does not know is its own lack, not the index's fault.
    parseMethod(index.method);
    if (index.method !== committedMethod) {
      throw new MalformedIndexError({ reason: `it is by ${index.method}, but ${committedMethod} was committed` });
    }
    const { backend, limits } = this;
    const baseModel = await this.#getBase(base);
    const loraAdapter = loadLoraAdapter(await this.#fetch(adapter, 'peft'), baseModel);
    const examples = await index.loadExamples();
    checkTokens(examples ?? [], baseModel.config.vocabSize);
    const { memoryBytes } = limits;
    const attribution = await createModelAttribution(baseModel, loraAdapter, index, backend, { memoryBytes });
    const { tokenizer } = baseModel;
    const method = createGradientMethod(index.method, attribution, backend);
    const trace = examples && traceIn(examples, index, tokenizer.eosId);
    return { tokenizer, method, index, trace, gradient: { base: baseModel, adapter: loraAdapter, index, attribution } };
  }

  async #loadSpanModel(base: ArtifactReference, committed: { uri: string; root: string }): Promise<LoadedModel> {
    const index = await fetchSpanIndex(this.blobs, committed, this.limits.indexBytes);
    const { tokenizer } = await this.#getBase(base);
    return {
      tokenizer,
      method: createSpanMethod(index, tokenizer.eosId),
      trace: (tokens) => traceSpans(index, tokens).spans,
      index: undefined,
      gradient: undefined,
    };
  }

  async #loadRetrievalModel(base: ArtifactReference): Promise<LoadedModel> {
    const { tokenizer } = await this.#getBase(base);
    return { tokenizer, method: createRetrievalMethod(), trace: undefined, index: undefined, gradient: undefined };
  }

  #getBase(base: ArtifactReference): Promise<BaseModel> {
    return this.#bases.get(base.digest, async () => loadBaseModel(await this.#fetch(base, 'huggingface')));
  }

  #release(index: IndexReader): void {
    this.#users.set(index, this.#users.get(index)! - 1);
    this.#closeIfUnused(index);
  }

  #closeIfUnused(index: IndexReader): void {
    if (!this.#forgotten.has(index) || this.#users.get(index)) return;
    this.#forgotten.delete(index);
    this.#users.delete(index);
    void index.close();
  }

  #fetch(artifact: ArtifactReference, format: 'huggingface' | 'peft'): ReturnType<typeof fetchModel> {
    return fetchModel(
      this.blobs,
      { digest: artifact.digest as Digest, uri: artifact.uri },
      format,
      this.limits.modelBytes,
    );
  }
}

function traceIn(
  examples: readonly Example[],
  { contributions, lines }: IndexReader,
  endToken: number,
): (tokens: readonly number[]) => TracedSpan[] {
  const rows = examples.map(({ completionIds }, row) => ({
    tokens: withoutEndToken(completionIds, endToken),
    contributionId: contributions[row]!,
    line: lines[row]!,
  }));
  return createSpanTracer(rows).trace;
}

/** A stranger's token ids decide how much memory the search for spans takes. */
function checkTokens(examples: readonly Example[], vocabularySize: number): void {
  const isOutside = (id: number): boolean => id >= vocabularySize;
  if (examples.some(({ promptIds, completionIds }) => promptIds.some(isOutside) || completionIds.some(isOutside))) {
    throw new MalformedIndexError({ reason: 'its rows hold tokens outside the vocabulary of the model' });
  }
}

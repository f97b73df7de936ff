import { loadBaseModel, loadLoraAdapter, type BaseModel } from '@tributary/lora';
import type { Digest } from '@tributary/protocol';
import type { BlobSource } from '../blobs/blobSource.js';
import type { AttributionIndex } from '../index/attributionIndex.js';
import { fetchIndex } from '../index/fetchIndex.js';
import type { ScoringBackend } from '../score/scoringBackend.js';
import { createModelAttribution, type ModelAttribution } from './createModelAttribution.js';
import { fetchModel } from './fetchModel.js';
import { RecentCache } from './recentCache.js';

/** How much a stranger's artifacts may weigh, and how many of them are kept ready. */
export interface ModelLibraryLimits {
  modelBytes: number;
  indexBytes: number;
  /** Models kept loaded; the least recently used one is dropped first. */
  models: number;
}

/** A model by its artifact on chain. */
export interface ArtifactReference {
  digest: string;
  uri: string;
}

/** A loaded model: the tokenizer to check a transcript's text with, and its attribution. */
export interface LoadedModel {
  tokenizer: BaseModel['tokenizer'];
  attribution: ModelAttribution;
}

/** Fetches, checks and keeps the models and indexes that inferences refer to. */
export class ModelLibrary {
  readonly #indexes: RecentCache<AttributionIndex>;
  readonly #bases: RecentCache<BaseModel>;
  readonly #models: RecentCache<LoadedModel>;

  constructor(
    readonly blobs: BlobSource,
    readonly backend: ScoringBackend,
    readonly limits: ModelLibraryLimits,
  ) {
    this.#indexes = new RecentCache(limits.models);
    this.#bases = new RecentCache(limits.models);
    this.#models = new RecentCache(limits.models, ({ attribution }) => attribution.dispose());
  }

  /** The index, checked against its root; see {@link fetchIndex} for what it throws. */
  getIndex(committed: { uri: string; root: string }): Promise<AttributionIndex> {
    const { blobs, limits } = this;
    return this.#indexes.get(`${committed.uri} ${committed.root}`, () =>
      fetchIndex(blobs, committed, limits.indexBytes),
    );
  }

  /** The model with its attribution over an index; throws what fetching and loading throw. */
  getModel(
    adapter: ArtifactReference,
    base: ArtifactReference,
    committed: { uri: string; root: string },
  ): Promise<LoadedModel> {
    return this.#models.get(`${adapter.digest} ${base.digest} ${committed.uri} ${committed.root}`, async () => {
      const index = await this.getIndex(committed);
      const baseModel = await this.#bases.get(base.digest, async () =>
        loadBaseModel(await this.#fetch(base, 'huggingface')),
      );
      const loraAdapter = loadLoraAdapter(await this.#fetch(adapter, 'peft'), baseModel);
      const attribution = await createModelAttribution(baseModel, loraAdapter, index, this.backend);
      return { tokenizer: baseModel.tokenizer, attribution };
    });
  }

  dispose(): void {
    this.#models.clear();
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

import {
  createModelAttribution,
  decodeIndex,
  digestOfUri,
  encodeQuery,
  encodeTranscript,
  parseManifest,
  readerOf,
  type ModelAttribution,
  type ScoringBackend,
} from '@tributary/attribution-engine';
import {
  createSession,
  encodeExample,
  loadBaseModel,
  loadLoraAdapter,
  type BaseModel,
  type LoraModelSession,
  type ModelFiles,
} from '@tributary/lora';
import { encodeRecord, type ContributionWeight, type Digest, type FeatureRecord } from '@tributary/protocol';
import type { BlobStore } from '../blobs/blobStore.js';
import type { RegisteredModel } from './Ledger.js';

const MAX_ANSWER_TOKENS = 48;

/** An answer that was really generated, with what is settled for it. */
export interface Answer {
  inputTokens: bigint;
  outputTokens: bigint;
  transcript: { bytes: Uint8Array; digest: Digest };
  queryDigest: Digest;
  shares: ContributionWeight[];
}

/** A model as a gateway serves it: it answers, and says who shaped the answer. */
export class ServedModel {
  #answering = 0;
  #busySinceMs = 0;
  #busyMs = 0;

  private constructor(
    readonly model: RegisteredModel & { offer: NonNullable<RegisteredModel['offer']> },
    readonly base: BaseModel,
    readonly session: LoraModelSession,
    readonly attribution: ModelAttribution,
  ) {}

  /** Loads a model from its blobs, base and index included. */
  static async load(
    model: RegisteredModel,
    base: RegisteredModel,
    blobs: BlobStore,
    backend: ScoringBackend,
  ): Promise<ServedModel> {
    const { offer } = model;
    if (!offer) throw new RangeError(`model ${model.modelId} is not offered`);
    const baseModel = loadBaseModel(readArtifact(blobs, base.artifactDigest));
    const adapter = loadLoraAdapter(readArtifact(blobs, model.artifactDigest), baseModel);
    const index = decodeIndex(blobs.get(digestOfUri(offer.indexUri)!)!);
    const attribution = await createModelAttribution(baseModel, adapter, readerOf(index), backend);
    return new ServedModel({ ...model, offer }, baseModel, createSession(baseModel, adapter), attribution);
  }

  /**
   * Answers a prompt.
   *
   * @param forge replaces the completion for the query alone: a gateway that attributes another answer than it gave
   */
  async answer(
    prompt: string,
    sampling: { temperature: number; seed: number },
    forge?: { completion: string },
  ): Promise<Answer> {
    if (this.#answering++ === 0) this.#busySinceMs = performance.now();
    try {
      return await this.#answer(prompt, sampling, forge);
    } finally {
      if (--this.#answering === 0) this.#busyMs += performance.now() - this.#busySinceMs;
    }
  }

  /** How long at least one answer was in the making since this was last asked; an answer counts once it is made. */
  takeBusyMs(): number {
    const busyMs = this.#busyMs;
    this.#busyMs = 0;
    return busyMs;
  }

  async #answer(
    prompt: string,
    sampling: { temperature: number; seed: number },
    forge: { completion: string } | undefined,
  ): Promise<Answer> {
    const { tokenizer } = this.base;
    const { promptIds } = encodeExample(tokenizer, prompt, '', { appendEos: false });
    const { ids, finish } = await this.session.generate(promptIds, { maxTokens: MAX_ANSWER_TOKENS, ...sampling });
    const completionIds = finish === 'eos' ? [...ids, tokenizer.eosId] : ids;
    const queried = forge
      ? encodeExample(tokenizer, prompt, forge.completion, { appendEos: true })
      : { promptIds, completionIds };
    const query: FeatureRecord = await this.attribution.computeQuery(queried);
    const { shares } = await this.attribution.attribute(query);
    const encoded = encodeQuery(encodeRecord(query));
    const { offer, modelId } = this.model;
    return {
      inputTokens: BigInt(promptIds.length),
      outputTokens: BigInt(completionIds.length),
      transcript: encodeTranscript({
        version: 1,
        modelId: modelId.toString(),
        prompt,
        completion: tokenizer.decode(completionIds),
        promptTokenIds: [...promptIds],
        completionTokenIds: completionIds,
        sampling: { ...sampling, maxTokens: MAX_ANSWER_TOKENS },
        query: { method: offer.method, record: encoded.base64 },
      }),
      queryDigest: encoded.digest,
      shares,
    };
  }

  dispose(): void {
    this.session.dispose();
    this.attribution.dispose();
  }
}

function readArtifact(blobs: BlobStore, artifactDigest: string): ModelFiles {
  const manifest = parseManifest(blobs.get(artifactDigest)!);
  return new Map(manifest.files.map(({ path, digest }) => [path, blobs.get(digest)!]));
}

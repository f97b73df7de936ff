import {
  createInitialAdapter,
  createRandomModelFiles,
  encodeExample,
  encodeLoraAdapter,
  loadBaseModel,
  loadLoraAdapter,
  type BaseModel,
  type Example,
  type LoraAdapter,
  type ModelFiles,
} from '@tributary/lora';
import {
  cidOf,
  computeFee,
  digestOf,
  encodeRecord,
  expectedPayouts,
  sharesRoot,
  type ContributionWeight,
  type Digest,
  type FeatureRecord,
} from '@tributary/protocol';
import type { BlobSource } from '../src/blobs/blobSource.js';
import { BlobTooLargeError, BlobUnavailableError } from '../src/blobs/errors.js';
import { createFeatureExtractor } from '../src/features/createFeatureExtractor.js';
import { GRADIENT_1, methodName } from '../src/features/gradientRule.js';
import { readerOf, type AttributionIndex } from '../src/index/attributionIndex.js';
import { buildIndex } from '../src/index/buildIndex.js';
import { encodeIndex } from '../src/index/indexFile.js';
import { rootOfIndex } from '../src/index/rootOfIndex.js';
import type { ContributionSource } from '../src/method/AttributionMethod.js';
import { buildManifest } from '../src/model/artifactManifest.js';
import { createModelAttribution, type ModelAttribution } from '../src/model/createModelAttribution.js';
import type { InferenceFacts } from '../src/reconcile/inferenceFacts.js';
import { openBackend } from '../src/score/openBackend.js';
import { encodeQuery, encodeTranscript, type Transcript } from '../src/transcript.js';

/** Blobs in memory: what is not put in is nowhere. */
export class MemoryBlobs implements BlobSource {
  readonly held = new Map<string, Uint8Array>();

  put(bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    this.held.set(digest, bytes);
    return digest;
  }

  async fetch({ digest }: { digest: Digest }, limitBytes: number): Promise<Uint8Array> {
    const uri = cidOf(digest);
    const bytes = this.held.get(digest);
    if (!bytes) throw new BlobUnavailableError({ uri, reason: 'HTTP status 404' });
    if (bytes.length > limitBytes) throw new BlobTooLargeError({ uri, limitBytes });
    return bytes;
  }
}

export const uriOf = (digest: Digest): string => `ipfs://${cidOf(digest)}`;
const account = (digits: string): string => `0x${digits.padStart(40, '0')}`;

export const OWNER = account('0e');
export const PLATFORM = account('0f');
export const STAKER = account('057');
export const NOBODY = account('0dead');
export const GATEWAY = account('06a7e');
/** Contribution id → who submitted it. */
export const CONTRIBUTORS = new Map(['1', '2', '3', '4', '5'].map((id) => [id, account(`c${id}`)]));

export const POLICY = {
  eventId: 'policy-1',
  inputRateWei: 200_000_000_000_000_007n,
  outputRateWei: 600_000_000_000_000_011n,
  platformFeeWei: 1_000_000_000_000_003n,
  modelBps: 2000,
  stakerBps: 2000,
  contributorBps: 6000,
  unattributedRecipient: NOBODY,
};

const RULE = { ...GRADIENT_1, blockDimension: 48 };
export const METHOD = methodName(RULE);
export const PROMPT = 'What is a stream?';
export const COMPLETION = 'A stream is a sequence.';

/** Rows 0 and 1, of contributions 2 and 4, are about what is asked; the other 30 are about other things. */
function trainingRows(): { contributionId: number; prompt: string; completion: string }[] {
  const others = Array.from({ length: 30 }, (_, i) => ({
    contributionId: (i % 5) + 1,
    prompt: `${i * 7919}?`,
    completion: `${(i * 104_729) % 9973}, ${i}!`,
  }));
  return [
    { contributionId: 2, prompt: PROMPT, completion: COMPLETION },
    { contributionId: 4, prompt: PROMPT, completion: 'A stream is a sequence of bytes.' },
    ...others,
  ];
}

/** One answer as its gateway settled it. */
export interface SettledAnswer {
  transcript: Transcript;
  query: FeatureRecord;
  shares: ContributionWeight[];
  /** The facts of an honest settlement, paid in full. */
  facts: InferenceFacts;
}

/** A random model of 16 hidden dimensions with an adapter, an index over 32 rows, and all their blobs. */
export interface TinyNetwork {
  base: BaseModel;
  adapter: LoraAdapter;
  baseFiles: ModelFiles;
  adapterFiles: ModelFiles;
  index: AttributionIndex;
  attribution: ModelAttribution;
  /** A store with the blobs of the model and its index. */
  createBlobs(): MemoryBlobs;
  /** Settles an answer honestly and puts its transcript; `change` makes of the transcript what is published. */
  settle(
    blobs: MemoryBlobs,
    answer?: { prompt: string; completion: string; queried?: string; endless?: boolean },
    change?: (transcript: Transcript) => unknown,
  ): Promise<SettledAnswer>;
  encode(prompt: string, completion: string): Example;
}

/** Puts a model's files and its manifest. */
export function putArtifact(blobs: MemoryBlobs, format: 'huggingface' | 'peft', files: ModelFiles): Digest {
  for (const bytes of files.values()) blobs.put(bytes);
  return blobs.put(buildManifest(format, files).bytes);
}

export async function createTinyNetwork(seed = 'engine'): Promise<TinyNetwork> {
  const baseFiles = createRandomModelFiles(seed, { num_hidden_layers: 1 });
  const base = loadBaseModel(baseFiles);
  const initial = createInitialAdapter(base, { targetModules: ['q_proj', 'v_proj'], r: 2, alpha: 4, seed });
  const adapterFiles = encodeLoraAdapter({
    ...initial,
    modules: initial.modules.map((module) => ({ ...module, B: module.B.map((_, i) => Math.sin(i + 1) / 4) })),
  });
  const adapter = loadLoraAdapter(adapterFiles, base);
  const encode = (prompt: string, completion: string): Example =>
    encodeExample(base.tokenizer, prompt, completion, { appendEos: true });

  const extractor = createFeatureExtractor(base, adapter, RULE);
  const index = await buildIndex(
    trainingRows().map(({ contributionId, prompt, completion }, line) => ({
      contributionId,
      line,
      example: encode(prompt, completion),
    })),
    extractor,
    {
      rule: RULE,
      baseDigest: buildManifest('huggingface', baseFiles).digest,
      adapterDigest: buildManifest('peft', adapterFiles).digest,
    },
  );
  extractor.dispose();
  const attribution = await createModelAttribution(base, adapter, readerOf(index), await openBackend());

  return {
    base,
    adapter,
    baseFiles,
    adapterFiles,
    index,
    attribution,
    encode,
    createBlobs() {
      const blobs = new MemoryBlobs();
      putArtifact(blobs, 'huggingface', baseFiles);
      putArtifact(blobs, 'peft', adapterFiles);
      blobs.put(encodeIndex(index));
      return blobs;
    },
    async settle(blobs, answer = { prompt: PROMPT, completion: COMPLETION }, change = (transcript) => transcript) {
      const { promptIds, completionIds } = encode(answer.prompt, answer.completion);
      const given = answer.endless ? completionIds.slice(0, -1) : completionIds;
      const queried =
        answer.queried === undefined ? { promptIds, completionIds: given } : encode(answer.prompt, answer.queried);
      const query = await attribution.computeQuery(queried);
      const { shares } = await attribution.attribute(query);
      const transcript: Transcript = {
        version: 1,
        modelId: '2',
        prompt: answer.prompt,
        completion: answer.completion,
        promptTokenIds: [...promptIds],
        completionTokenIds: [...given],
        sampling: { temperature: 0, seed: 1, maxTokens: 48 },
        query: { method: METHOD, record: encodeQuery(encodeRecord(query)).base64 },
      };
      const digest = blobs.put(encodeTranscript(change(transcript) as Transcript).bytes);
      const tokens = { inputTokens: BigInt(promptIds.length), outputTokens: BigInt(given.length) };
      const feeWei = computeFee(POLICY, tokens);
      const facts: InferenceFacts = {
        inferenceId: '1',
        blockNumber: 100,
        blockHash: `0x${'b1'.repeat(32)}`,
        transactionHash: `0x${'a1'.repeat(32)}`,
        settledAt: new Date(0),
        feeWei,
        ...tokens,
        gateway: GATEWAY,
        transcript: { digest, uri: uriOf(digest) },
        model: {
          modelId: '2',
          owner: OWNER,
          artifact: { digest: index.adapterDigest, uri: uriOf(index.adapterDigest as Digest) },
          base: { modelId: '1', digest: index.baseDigest, uri: uriOf(index.baseDigest as Digest) },
        },
        policy: POLICY,
        index: {
          eventId: 'index-1',
          method: METHOD,
          root: await rootOfIndex(readerOf(index)),
          uri: uriOf(digestOf(encodeIndex(index))),
          rowCount: BigInt(index.contributions.length),
        },
        recipients: { platform: PLATFORM, staker: STAKER },
        attribution: {
          method: METHOD,
          queryDigest: encodeQuery(encodeRecord(query)).digest,
          sharesRoot: sharesRoot(shares),
          transactionHash: `0x${'a2'.repeat(32)}`,
        },
        payouts: expectedPayouts(feeWei, POLICY, shares, {
          platform: PLATFORM,
          staker: STAKER,
          model: OWNER,
          unattributed: NOBODY,
          contributor: (id) => CONTRIBUTORS.get(id.toString())!,
        }),
        payoutsDigest: `0x${'d1'.repeat(32)}`,
        graceOver: true,
      };
      return { transcript, query, shares, facts };
    },
  };
}

/** No contribution has bytes here. */
export const NO_SOURCE: ContributionSource = { fetchRow: async () => undefined };

import type { Address, Hex, PublicClient } from 'viem';
import { CONTRACTS } from './cast.js';

/** A model as its owner registered it. */
export interface RegisteredModel {
  modelId: bigint;
  owner: Address;
  baseModelId: bigint;
  artifactDigest: Hex;
  /** Undefined for a base model: nobody pays for it alone. */
  offer:
    | {
        indexUri: string;
        indexRoot: Hex;
        method: string;
      }
    | undefined;
}

/** What an answer costs and how its fee is split. */
export interface FeePolicy {
  inputRateWei: bigint;
  outputRateWei: bigint;
  platformFeeWei: bigint;
  modelBps: number;
  stakerBps: number;
  contributorBps: number;
  unattributedRecipient: Address;
}

/** A datanet's newest version. */
export interface PublishedDatanet {
  datanetId: bigint;
  owner: Address;
  version: bigint;
  contributionsRoot: Hex;
}

/** A contribution that was accepted and not withdrawn. */
export interface AcceptedContribution {
  contributionId: bigint;
  datanetId: bigint;
  contributor: Address;
  contentDigest: Hex;
  blockNumber: bigint;
}

const ALL = { fromBlock: 0n, strict: true } as const;

/** What the actors have to remember between starts stands on the chain; this reads it back from the events. */
export class Ledger {
  constructor(readonly client: PublicClient) {}

  /** Datanets with a published version, by name. A half-made one is not among them. */
  async loadPublishedDatanets(): Promise<Map<string, PublishedDatanet>> {
    const { datanets } = CONTRACTS;
    const created = await this.client.getContractEvents({ ...datanets, eventName: 'DatanetCreated', ...ALL });
    const published = await this.client.getContractEvents({
      ...datanets,
      eventName: 'DatanetVersionPublished',
      ...ALL,
    });
    const newest = new Map(published.map(({ args }) => [args.datanetId, args]));
    return new Map(
      created.flatMap(({ args: { name, datanetId, owner } }) => {
        const version = newest.get(datanetId);
        return version ? [[name, { owner, ...version }]] : [];
      }),
    );
  }

  /** In the order of their ids. */
  async loadAcceptedContributions(): Promise<AcceptedContribution[]> {
    const { datanets } = CONTRACTS;
    const [submitted, reviewed, withdrawn] = await Promise.all([
      this.client.getContractEvents({ ...datanets, eventName: 'ContributionSubmitted', ...ALL }),
      this.client.getContractEvents({ ...datanets, eventName: 'ContributionReviewed', ...ALL }),
      this.client.getContractEvents({ ...datanets, eventName: 'ContributionWithdrawn', ...ALL }),
    ]);
    const accepted = new Set(reviewed.filter(({ args }) => args.accepted).map(({ args }) => args.contributionId));
    for (const { args } of withdrawn) accepted.delete(args.contributionId);
    return submitted
      .filter(({ args }) => accepted.has(args.contributionId))
      .map(({ args, blockNumber }) => ({ ...args, blockNumber }));
  }

  /** Base models, and models that are open for business, by name: the newest of a name counts. */
  async loadModels(): Promise<Map<string, RegisteredModel>> {
    const { models } = CONTRACTS;
    const [registered, indexes, policies] = await Promise.all([
      this.client.getContractEvents({ ...models, eventName: 'ModelRegistered', ...ALL }),
      this.client.getContractEvents({ ...models, eventName: 'AttributionIndexCommitted', ...ALL }),
      this.client.getContractEvents({ ...models, eventName: 'FeePolicySet', ...ALL }),
    ]);
    const indexOf = new Map(indexes.map(({ args }) => [args.modelId, args]));
    const priced = new Set(policies.map(({ args }) => args.modelId));
    return new Map(
      registered.flatMap(({ args: { modelId, owner, baseModelId, artifactDigest, name, kind } }) => {
        const index = indexOf.get(modelId);
        const isOffered = index && priced.has(modelId);
        const offer = isOffered
          ? { indexUri: index.indexURI, indexRoot: index.indexRoot, method: index.method }
          : undefined;
        return kind === 0 || offer ? [[name, { modelId, owner, baseModelId, artifactDigest, offer }]] : [];
      }),
    );
  }

  /**
   * The fee policy that a settlement was priced with: the model's newest before that log. A vote may have changed it since
   * the model was loaded.
   */
  async loadPolicyInForce(modelId: bigint, settled: { blockNumber: bigint; logIndex: number }): Promise<FeePolicy> {
    const policies = await this.client.getContractEvents({
      ...CONTRACTS.models,
      eventName: 'FeePolicySet',
      args: { modelId },
      ...ALL,
      toBlock: settled.blockNumber,
    });
    const earlier = policies.filter(
      ({ blockNumber, logIndex }) => blockNumber < settled.blockNumber || logIndex < settled.logIndex,
    );
    return earlier.at(-1)!.args;
  }

  /** Transcripts of all answers, in the order of their settlement. */
  async loadTranscripts(): Promise<{ transcriptDigest: Hex; blockNumber: bigint }[]> {
    const settled = await this.client.getContractEvents({
      ...CONTRACTS.market,
      eventName: 'InferenceSettled',
      ...ALL,
    });
    return settled.map(({ args: { transcriptDigest }, blockNumber }) => ({ transcriptDigest, blockNumber }));
  }

  async loadProtocolRecipients(): Promise<{ platform: Address; staker: Address }> {
    const [platform, staker] = await Promise.all([
      this.client.readContract({ ...CONTRACTS.settlement, functionName: 'platformRecipient' }),
      this.client.readContract({ ...CONTRACTS.settlement, functionName: 'stakerRecipient' }),
    ]);
    return { platform, staker };
  }
}

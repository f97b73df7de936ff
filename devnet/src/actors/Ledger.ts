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
        policy: {
          inputRateWei: bigint;
          outputRateWei: bigint;
          platformFeeWei: bigint;
          modelBps: number;
          stakerBps: number;
          contributorBps: number;
          unattributedRecipient: Address;
        };
      }
    | undefined;
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

  /** Datanets with a published version: name → id and newest version. A half-made one is not among them. */
  async loadPublishedDatanets(): Promise<Map<string, { datanetId: bigint; version: bigint }>> {
    const { datanets } = CONTRACTS;
    const created = await this.client.getContractEvents({ ...datanets, eventName: 'DatanetCreated', ...ALL });
    const published = await this.client.getContractEvents({
      ...datanets,
      eventName: 'DatanetVersionPublished',
      ...ALL,
    });
    const versions = new Map(published.map(({ args }) => [args.datanetId, args.version]));
    return new Map(
      created.flatMap(({ args: { name, datanetId } }) => {
        const version = versions.get(datanetId);
        return version === undefined ? [] : [[name, { datanetId, version }]];
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
    const policyOf = new Map(policies.map(({ args }) => [args.modelId, args]));
    return new Map(
      registered.flatMap(({ args: { modelId, owner, baseModelId, artifactDigest, name, kind } }) => {
        const index = indexOf.get(modelId);
        const policy = policyOf.get(modelId);
        const offer = index &&
          policy && { indexUri: index.indexURI, indexRoot: index.indexRoot, method: index.method, policy };
        return kind === 0 || offer ? [[name, { modelId, owner, baseModelId, artifactDigest, offer }]] : [];
      }),
    );
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

import {
  Account,
  Attestation,
  AttestationSchema,
  Attribution,
  ComputeJob,
  ComputeNode,
  Contribution,
  Datanet,
  DatanetVersion,
  GOpenHolder,
  Inference,
  Model,
  Proposal,
  Stake,
  TrainingRun,
} from '@tributary/db';
import type { EntityClass } from './Batch.js';
import type { ChainEvent } from './ChainEvent.js';
import type { ChainTransaction } from './facts/ChainTransaction.js';

/** What the handlers of a batch will look up. */
export interface References {
  ids: Map<EntityClass, Set<string>>;
  /** Models whose policy and index in force are needed. */
  settledModelIds: Set<string>;
  /** Inferences that may have facts recorded before them. */
  settledInferenceIds: Set<string>;
  /** Inferences whose open challenge is needed. */
  resolvedInferenceIds: Set<string>;
}

const ADDRESS = /^0x[0-9a-f]{40}$/;

/** Names of arguments that are ids, and the rows they may name. */
const ID_ARGUMENTS: Record<string, EntityClass[]> = {
  datanetId: [Datanet],
  datanetIds: [Datanet],
  contributionId: [Contribution],
  modelId: [Model],
  baseModelId: [Model],
  runId: [TrainingRun],
  inferenceId: [Inference, Attribution],
  proposalId: [Proposal],
  stakingId: [Stake],
  nodeId: [ComputeNode],
  jobId: [ComputeJob],
  subjectId: [TrainingRun, Model],
  uid: [Attestation, AttestationSchema],
  schemaUID: [AttestationSchema],
} as Record<string, EntityClass[]>;

/** Reads from the decoded arguments which rows the handlers will ask for, so that a batch loads them in a few queries. */
export function collectReferences(
  events: readonly ChainEvent[],
  transactions: readonly ChainTransaction[],
): References {
  const references: References = {
    ids: new Map(),
    settledModelIds: new Set(),
    settledInferenceIds: new Set(),
    resolvedInferenceIds: new Set(),
  };
  const want = (type: EntityClass, id: string) => {
    let ids = references.ids.get(type);
    if (!ids) references.ids.set(type, (ids = new Set()));
    ids.add(id);
  };

  for (const { from, to, mintWei } of transactions) {
    want(Account as EntityClass, from);
    if (mintWei !== null && to !== null) want(Account as EntityClass, to);
  }
  for (const { contract, decoded, place } of events) {
    want(Account as EntityClass, place.signer);
    if (decoded.args === null) continue;
    const { args, name } = decoded;
    for (const [key, value] of Object.entries(args)) {
      for (const element of Array.isArray(value) ? value : [value]) {
        if (typeof element === 'string' && ADDRESS.test(element)) {
          want(Account as EntityClass, element);
          if (contract === 'GOpen') want(GOpenHolder as EntityClass, element);
        }
        for (const type of ID_ARGUMENTS[key] ?? []) want(type, String(element));
      }
    }
    if (name === 'DatanetVersionPublished') {
      want(DatanetVersion as EntityClass, `${String(args['datanetId'])}-${String(args['version'])}`);
    }
    if (name === 'TrainingRunRecorded') {
      const versions = args['versions'] as unknown[];
      (args['datanetIds'] as unknown[]).forEach((datanetId, i) => {
        want(DatanetVersion as EntityClass, `${String(datanetId)}-${String(versions[i])}`);
      });
    }
    if (name === 'InferenceSettled') {
      references.settledModelIds.add(String(args['modelId']));
      references.settledInferenceIds.add(String(args['inferenceId']));
    }
    if (name === 'ChallengeResolved') references.resolvedInferenceIds.add(String(args['inferenceId']));
  }
  return references;
}

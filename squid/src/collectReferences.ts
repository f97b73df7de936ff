import {
  Account,
  Attribution,
  Contribution,
  Datanet,
  DatanetVersion,
  Inference,
  Model,
  TrainingRun,
} from '@tributary/db';
import type { EntityClass } from './Batch.js';
import type { ChainEvent } from './ChainEvent.js';

/** What the handlers of a batch will look up. */
export interface References {
  ids: Map<EntityClass, Set<string>>;
  /** Models whose policy and index in force are needed. */
  settledModelIds: Set<string>;
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
} as Record<string, EntityClass[]>;

/** Reads from the decoded arguments which rows the handlers will ask for, so that a batch loads them in a few queries. */
export function collectReferences(events: readonly ChainEvent[]): References {
  const references: References = { ids: new Map(), settledModelIds: new Set(), resolvedInferenceIds: new Set() };
  const want = (type: EntityClass, id: string) => {
    let ids = references.ids.get(type);
    if (!ids) references.ids.set(type, (ids = new Set()));
    ids.add(id);
  };

  for (const { decoded, place } of events) {
    want(Account as EntityClass, place.signer);
    if (decoded.args === null) continue;
    const { args, name } = decoded;
    for (const [key, value] of Object.entries(args)) {
      for (const element of Array.isArray(value) ? value : [value]) {
        if (typeof element === 'string' && ADDRESS.test(element)) want(Account as EntityClass, element);
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
    if (name === 'InferenceSettled') references.settledModelIds.add(String(args['modelId']));
    if (name === 'ChallengeResolved') references.resolvedInferenceIds.add(String(args['inferenceId']));
  }
  return references;
}

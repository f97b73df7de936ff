import { ComputeJob, ComputeJobKind, ComputeNode, Model, TrainingRun } from '@tributary/db';
import type { events } from '../abi/ComputeRegistry.js';
import { getOrigin } from '../ChainEvent.js';
import { NAME_LENGTH, toColumnText } from '../toColumnText.js';
import { joinProblems, type Handlers } from './Handlers.js';

/** By the number on chain. */
const KINDS = [ComputeJobKind.TRAIN, ComputeJobKind.SERVE] as const;

export const computeRegistry: Handlers<typeof events> = {
  ComputeNodeRegistered(batch, place, args) {
    const id = String(args.nodeId);
    if (batch.get(ComputeNode, id)) return `node ${id} was registered before`;
    batch.add(
      new ComputeNode({
        id,
        operator: batch.getAccount(args.operator, place.blockNumber),
        network: toColumnText(args.network, NAME_LENGTH),
        gpu: toColumnText(args.gpu, NAME_LENGTH),
        ...getOrigin(place),
      }),
    );
    return undefined;
  },

  ComputeJobRecorded(batch, place, args) {
    const id = String(args.jobId);
    if (batch.get(ComputeJob, id)) return `job ${id} was recorded before`;
    const node = batch.get(ComputeNode, String(args.nodeId));
    const kind = KINDS[args.kind];
    const subjectId = String(args.subjectId);
    const trainingRun = kind === ComputeJobKind.TRAIN ? batch.get(TrainingRun, subjectId) : undefined;
    const model = kind === ComputeJobKind.SERVE ? batch.get(Model, subjectId) : undefined;
    batch.add(
      new ComputeJob({
        id,
        node: node ?? null,
        claimedNodeId: String(args.nodeId),
        kind: kind ?? ComputeJobKind.UNKNOWN,
        trainingRun: trainingRun ?? null,
        model: model ?? null,
        claimedSubjectId: subjectId,
        gpuSeconds: args.gpuSeconds,
        ...getOrigin(place),
      }),
    );
    return joinProblems(
      !node && `node ${args.nodeId} does not exist`,
      kind === undefined && `kind ${args.kind} is not known`,
      kind === ComputeJobKind.TRAIN && !trainingRun && `training run ${subjectId} does not exist`,
      kind === ComputeJobKind.SERVE && !model && `model ${subjectId} does not exist`,
    );
  },
};

import {
  AttributionIndex,
  Datanet,
  DatanetVersion,
  FeePolicy,
  Model,
  ModelKind,
  TrainingRun,
  TrainingRunInput,
} from '@tributary/db';
import type { events } from '../abi/ModelRegistry.js';
import { getOrigin } from '../ChainEvent.js';
import { NAME_LENGTH, URI_LENGTH, toColumnText } from '../toColumnText.js';
import { ZERO_ADDRESS, joinProblems, type Handlers } from './Handlers.js';

const MODEL_KINDS = [ModelKind.BASE, ModelKind.ADAPTER, ModelKind.MERGE] as const;

/** `dimension` is a uint32 on chain, its column a signed one. */
const INT4_MAX = 2 ** 31 - 1;

export const modelRegistry: Handlers<typeof events> = {
  ModelRegistered(batch, place, args) {
    const id = String(args.modelId);
    if (batch.get(Model, id)) return `model ${id} was registered before`;
    const hasBase = args.baseModelId !== 0n;
    const baseModel = hasBase ? batch.get(Model, String(args.baseModelId)) : undefined;
    const kind = MODEL_KINDS[args.kind];
    batch.add(
      new Model({
        id,
        owner: batch.getAccount(args.owner, place.blockNumber),
        baseModel: baseModel ?? null,
        kind: kind ?? ModelKind.UNKNOWN,
        name: toColumnText(args.name, NAME_LENGTH),
        artifactUri: toColumnText(args.artifactURI, URI_LENGTH),
        artifactDigest: args.artifactDigest,
        cardDigest: args.cardDigest,
        ...getOrigin(place),
      }),
    );
    return joinProblems(
      hasBase && !baseModel && `base model ${args.baseModelId} does not exist`,
      kind === undefined && `kind ${args.kind} is not known`,
    );
  },

  TrainingRunRecorded(batch, place, args) {
    const id = String(args.runId);
    if (batch.get(TrainingRun, id)) return `training run ${id} was recorded before`;
    const model = batch.get(Model, String(args.modelId));
    const trainingRun = batch.add(
      new TrainingRun({
        id,
        model: model ?? null,
        trainer: batch.getAccount(args.trainer, place.blockNumber),
        configDigest: args.configDigest,
        ...getOrigin(place),
      }),
    );
    const missing: string[] = [];
    const inputCount = Math.min(args.datanetIds.length, args.versions.length);
    for (let position = 0; position < inputCount; position++) {
      const datanetId = String(args.datanetIds[position]);
      const version = args.versions[position]!;
      const datanetVersion = batch.get(DatanetVersion, `${datanetId}-${version}`);
      if (!datanetVersion) missing.push(`${datanetId}-${version}`);
      batch.add(
        new TrainingRunInput({
          id: `${id}-${position}`,
          trainingRun,
          position,
          datanet: batch.get(Datanet, datanetId) ?? null,
          datanetVersion: datanetVersion ?? null,
          claimedDatanetId: datanetId,
          claimedVersion: version,
          blockNumber: place.blockNumber,
        }),
      );
    }
    return joinProblems(
      !model && `model ${args.modelId} does not exist`,
      args.datanetIds.length !== args.versions.length && 'datanetIds and versions differ in length; the shorter counts',
      missing.length > 0 && `datanet versions ${missing.slice(0, 10).join(', ')} do not exist`,
    );
  },

  AttributionIndexCommitted(batch, place, args) {
    const model = batch.get(Model, String(args.modelId));
    const attributionIndex = batch.add(
      new AttributionIndex({
        id: place.id,
        model: model ?? null,
        method: toColumnText(args.method, NAME_LENGTH),
        indexRoot: args.indexRoot,
        rowCount: args.rowCount,
        dimension: Math.min(args.dimension, INT4_MAX),
        indexUri: toColumnText(args.indexURI, URI_LENGTH),
        ...getOrigin(place),
      }),
    );
    if (model) batch.attributionIndexes.set(model.id, attributionIndex);
    return joinProblems(
      !model && `model ${args.modelId} does not exist`,
      args.dimension > INT4_MAX && `dimension ${args.dimension} is stored as ${INT4_MAX}`,
    );
  },

  FeePolicySet(batch, place, args) {
    const model = batch.get(Model, String(args.modelId));
    const feePolicy = batch.add(
      new FeePolicy({
        id: place.id,
        model: model ?? null,
        inputRateWei: args.inputRateWei,
        outputRateWei: args.outputRateWei,
        platformFeeWei: args.platformFeeWei,
        modelBps: args.modelBps,
        stakerBps: args.stakerBps,
        contributorBps: args.contributorBps,
        unattributedRecipient: batch.getAccount(args.unattributedRecipient, place.blockNumber),
        ...getOrigin(place),
      }),
    );
    if (model) batch.feePolicies.set(model.id, feePolicy);
    const sumBps = args.modelBps + args.stakerBps + args.contributorBps;
    return joinProblems(
      !model && `model ${args.modelId} does not exist`,
      sumBps !== 10_000 && `the parts sum to ${sumBps} bps, not 10000`,
    );
  },

  FeePolicyControllerSet(batch, place, args) {
    const model = batch.get(Model, String(args.modelId));
    if (!model) return `model ${args.modelId} does not exist`;
    const { controller } = args;
    model.feePolicyController = controller === ZERO_ADDRESS ? null : batch.getAccount(controller, place.blockNumber);
    batch.change(model);
    return undefined;
  },

  ModelDeprecated(batch, place, args) {
    const model = batch.get(Model, String(args.modelId));
    if (!model) return `model ${args.modelId} does not exist`;
    if (model.deprecatedBlockNumber != null) return `model ${args.modelId} was deprecated before`;
    model.deprecatedBlockNumber = place.blockNumber;
    batch.change(model);
    return undefined;
  },
};

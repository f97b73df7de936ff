import { Inference, Model } from '@tributary/db';
import type { events } from '../abi/InferenceMarket.js';
import { getOrigin } from '../ChainEvent.js';
import { URI_LENGTH, toColumnText } from '../toColumnText.js';
import { joinProblems, type Handlers } from './Handlers.js';

export const inferenceMarket: Handlers<typeof events> = {
  InferenceSettled(batch, place, args) {
    const id = String(args.inferenceId);
    if (batch.get(Inference, id)) return `inference ${id} was settled before`;
    const modelId = String(args.modelId);
    const model = batch.get(Model, modelId);
    const feePolicy = batch.feePolicies.get(modelId) ?? null;
    batch.add(
      new Inference({
        id,
        model: model ?? null,
        payer: batch.getAccount(args.payer, place.blockNumber),
        inputTokens: args.inputTokens,
        outputTokens: args.outputTokens,
        feeWei: args.feeWei,
        transcriptDigest: args.transcriptDigest,
        transcriptUri: toColumnText(args.transcriptURI, URI_LENGTH),
        feePolicy,
        attributionIndex: batch.attributionIndexes.get(modelId) ?? null,
        protocolRecipients: batch.protocolRecipients,
        blockHash: place.blockHash,
        settledAt: place.timestamp,
        ...getOrigin(place),
      }),
    );
    return joinProblems(
      !model && `model ${modelId} does not exist`,
      model && !feePolicy && `model ${modelId} has no fee policy`,
      model?.deprecatedBlockNumber != null &&
        `model ${modelId} is deprecated since block ${model.deprecatedBlockNumber}`,
    );
  },
};

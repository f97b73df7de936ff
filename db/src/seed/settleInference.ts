import { cidOf, computeFee } from '@tributary/protocol';
import type { SeedBlock } from './ChainWriter';
import type { Registry, SeedModel } from './Registry';
import type { SeedGateway, LedgerDraft } from './LedgerDraft';

/** An inference that waits for its payouts. */
export interface SettledInference {
  id: string;
  model: SeedModel;
  /** In force when it settled. */
  policy: SeedModel['policy'];
  attributionIndex: SeedModel['attributionIndex'];
  recipients: Registry['recipients'];
  gateway: SeedGateway;
  feeWei: bigint;
  inputTokens: number;
  outputTokens: number;
  block: SeedBlock;
}

/** Settles one inference in the block, by the terms in force. */
export function settleInference(ledger: LedgerDraft, number: number, isRecorded: boolean): SettledInference {
  const { random, rows, chain, people, registry } = ledger;
  const id = String(number);
  const model = random.pickRanked(registry.servingModels);
  const payer = chain.see(random.pickRanked(people.payers));
  const gateway = random.pickRanked(people.gateways);
  const inputTokens = 20 + random.rank(4_000);
  const outputTokens = 10 + random.rank(1_500);
  const { policy, attributionIndex } = model;
  const feeWei = computeFee(policy, { inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens) });
  const transcriptDigest = random.digest('transcript', id);
  const transcriptURI = `ipfs://${cidOf(transcriptDigest)}`;
  const call = { signer: gateway.address, contract: 'InferenceMarket', selector: '0x3d250134', functionName: 'settle' };
  chain.startTransaction(call, isRecorded);
  const { place } = chain.record('InferenceMarket', 'InferenceSettled', {
    ...{ inferenceId: id, modelId: model.id, payer, inputTokens: String(inputTokens) },
    ...{ outputTokens: String(outputTokens), feeWei: String(feeWei), transcriptDigest, transcriptURI },
  });
  const { block } = chain;
  const { recipients } = registry;
  rows.add('inference', {
    id,
    model_id: model.id,
    payer_id: payer,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    fee_wei: feeWei,
    transcript_digest: transcriptDigest,
    transcript_uri: transcriptURI,
    fee_policy_id: policy.id,
    attribution_index_id: attributionIndex.id,
    protocol_recipients_id: recipients.id,
    block_hash: block.hash,
    settled_at: block.timestamp,
    ...place,
  });
  return { id, model, policy, attributionIndex, recipients, gateway, feeWei, inputTokens, outputTokens, block };
}

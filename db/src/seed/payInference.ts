import type { PayoutItem } from '@tributary/protocol';
import { PAYOUT_ROLES } from '@tributary/protocol';
import type { SeedShare } from './drawShares';
import type { LedgerDraft } from './LedgerDraft';
import type { SettledInference } from './settleInference';

const NO_SHARES = `0x${'0'.repeat(64)}`;

/** Posts what shaped an answer and pays what is paid, in one transaction of a contract of the gateway's own. */
export function payInference(
  { random, rows, chain }: LedgerDraft,
  inference: SettledInference,
  shares: readonly SeedShare[],
  paid: readonly PayoutItem[],
  isRecorded: boolean,
): void {
  const { id: inferenceId, gateway } = inference;
  const call = { signer: gateway.address, contract: null, selector: '0xac9650d8', functionName: null };
  chain.startTransaction(call, isRecorded);
  postAttribution(inference, shares, { random, rows, chain });
  for (const { recipient, role, contributionId, amountWei } of paid) {
    const claimedContributionId = contributionId.toString();
    const { id, place } = chain.record('AttributionSettlement', 'Payout', {
      ...{ inferenceId, recipient, role: String(PAYOUT_ROLES.indexOf(role)), contributionId: claimedContributionId },
      amountWei: amountWei.toString(),
    });
    rows.add('payout', {
      id,
      inference_id: inferenceId,
      claimed_inference_id: inferenceId,
      recipient_id: chain.see(recipient),
      role,
      contribution_id: contributionId === 0n ? null : claimedContributionId,
      claimed_contribution_id: claimedContributionId,
      amount_wei: amountWei,
      ...place,
    });
  }
}

function postAttribution(
  { id, attributionIndex }: SettledInference,
  shares: readonly SeedShare[],
  { random, rows, chain }: Pick<LedgerDraft, 'random' | 'rows' | 'chain'>,
): void {
  const weights = new Map<string, bigint>();
  for (const { contribution, weight } of shares) {
    weights.set(contribution.datanetId, (weights.get(contribution.datanetId) ?? 0n) + weight);
  }
  const queryDigest = random.digest('query', id);
  const sharesRoot = shares.length === 0 ? NO_SHARES : random.digest('shares root', id);
  const { method } = attributionIndex;
  const { place } = chain.record('AttributionSettlement', 'AttributionPosted', {
    ...{ inferenceId: id, method, queryDigest, sharesRoot, datanetIds: [...weights.keys()] },
    datanetWeights: [...weights.values()].map(String),
  });
  rows.add('attribution', {
    ...{ id, inference_id: id, method, query_digest: queryDigest, shares_root: sharesRoot, ...place },
  });
  let position = 0;
  for (const [datanetId, weight] of weights) {
    rows.add('attribution_datanet_weight', {
      ...{
        id: `${id}-${position}`,
        attribution_id: id,
        position,
        datanet_id: datanetId,
        claimed_datanet_id: datanetId,
      },
      weight,
    });
    position += 1;
  }
}

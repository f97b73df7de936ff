import { hash } from 'node:crypto';
import { canonicalJson, comparePayouts, type PayoutComparison, type PayoutItem } from '@tributary/protocol';
import type { Wrong } from './drawPayouts';
import type { SeedShare } from './drawShares';
import type { LedgerDraft } from './LedgerDraft';
import type { SettledInference } from './settleInference';

/** Named as the engine wherever a version of it stands. */
const ENGINE_VERSION = 'synthetic';

interface Answer {
  inference: SettledInference;
  shares: readonly SeedShare[];
  due: readonly PayoutItem[];
  paid: readonly PayoutItem[];
  wrong: Wrong | null;
}

/** Writes the verdict that the engine would have come to, with its lines and shares; nothing was recomputed. */
export function reconcileInference({ random, rows, chain }: LedgerDraft, answer: Answer): void {
  const { inference, shares, due, paid, wrong } = answer;
  const isKnown = wrong !== 'badIndex' && wrong !== 'unavailable';
  const comparison = comparePayouts(isKnown ? due : [], paid);
  const { verdict, reason } = conclude(comparison, wrong);
  const { id } = inference;
  const evidence = buildEvidence(answer, verdict);
  rows.add('reconciliation', {
    id,
    inference_block_number: inference.block.number,
    inference_block_hash: inference.block.hash,
    payouts_digest: digestPayouts(paid),
    verdict,
    reason,
    fee_wei: inference.feeWei,
    expected_wei: isKnown ? comparison.expectedWei : null,
    paid_wei: comparison.paidWei,
    unattributed: isKnown ? shares.length === 0 : null,
    method: inference.attributionIndex.method,
    query_cosine: !isKnown ? null : wrong === 'forgedQuery' ? 0.4 + random.int(0, 50_000) / 100_000 : 0.9999998,
    query_block_error: !isKnown ? null : wrong === 'forgedQuery' ? 0.6 : random.int(1_000, 4_400) / 1_000_000,
    backend: isKnown ? 'synthetic' : null,
    engine_version: ENGINE_VERSION,
    elapsed_ms: random.int(40, 900),
    attempts: 1,
    decided_at: new Date(chain.block.timestamp.getTime() + random.int(300, 4_000)),
    evidence,
    evidence_digest: `0x${hash('sha256', evidence, 'hex')}`,
    spans: drawSpans(answer, random),
  });
  comparison.lines.forEach((line, position) =>
    rows.add('reconciliation_line', {
      id: `${id}-${position}`,
      reconciliation_id: id,
      position,
      recipient: line.recipient,
      role: line.role,
      contribution_id: line.contributionId,
      expected_wei: isKnown ? line.expectedWei : null,
      paid_wei: line.paidWei,
    }),
  );
  if (!isKnown) return;
  const weightSum = shares.reduce((sum, { weight }) => sum + weight, 0n);
  for (const { contribution, weight, rows: lines } of shares) {
    rows.add('contribution_share', {
      id: `${id}-${contribution.id}`,
      reconciliation_id: id,
      contribution_id: contribution.id,
      weight,
      share_bps: (10_000n * weight) / weightSum,
      rows: lines,
    });
  }
}

/** In the words of the engine. */
function conclude(
  { verdict, expectedWei, paidWei }: PayoutComparison,
  wrong: Wrong | null,
): { verdict: string; reason: string } {
  switch (wrong) {
    case 'unpaid':
      return { verdict: 'UNPAID', reason: 'Nothing was paid within the grace period.' };
    case 'forgedQuery':
      return { verdict: 'FORGED_QUERY', reason: 'The model does not give the committed query.' };
    case 'badIndex':
      return { verdict: 'BAD_INDEX', reason: 'The bytes of the index do not hash to the committed root.' };
    case 'unavailable':
      return { verdict: 'UNAVAILABLE', reason: 'The transcript cannot be had from any gateway.' };
    default:
      break;
  }
  const reason = {
    MATCHED: `Every recipient was paid exactly what the rule says, ${paidWei} wei in all.`,
    MISPAID: `The total of ${paidWei} wei is right, but it went to the wrong recipients.`,
    UNDERPAID: `${expectedWei - paidWei} wei of ${expectedWei} wei were not paid.`,
    OVERPAID: `${paidWei - expectedWei} wei more than the ${expectedWei} wei due were paid.`,
  }[verdict];
  return { verdict, reason };
}

/** Canonical JSON, and no more than says that there is nothing behind it. */
function buildEvidence({ inference, shares }: Answer, verdict: string): string {
  const evidence = {
    block: { hash: inference.block.hash, number: inference.block.number },
    feeWei: inference.feeWei.toString(),
    inferenceId: inference.id,
    synthetic: true,
    verdict,
    weights: shares.map(({ contribution, weight }) => [contribution.id, weight.toString()]),
  };
  return new TextDecoder().decode(canonicalJson(evidence));
}

/** As `payoutsDigestSql` computes it: payouts in the order of recipient, role, contribution id (as text) and amount. */
function digestPayouts(paid: readonly PayoutItem[]): string {
  const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const lines = [...paid]
    .sort(
      (a, b) =>
        compareText(a.recipient, b.recipient) ||
        compareText(a.role, b.role) ||
        compareText(a.contributionId.toString(), b.contributionId.toString()) ||
        (a.amountWei < b.amountWei ? -1 : 1),
    )
    .map(({ recipient, role, contributionId, amountWei }) => `${recipient} ${role} ${contributionId} ${amountWei}`);
  return `0x${hash('sha256', lines.join(','), 'hex')}`;
}

/** One answer in five repeats a row of the contribution that shaped it most. */
function drawSpans({ shares }: Answer, random: LedgerDraft['random']): object[] | null {
  const [first] = shares;
  if (!first || !random.chance(0.2)) return null;
  const start = random.int(0, 200);
  const tokenCount = random.int(8, 40);
  const rows = [{ contributionId: first.contribution.id, line: first.rows[0]!.line }];
  return [{ start, end: start + tokenCount * 4, tokenCount, rowCount: 1, rows }];
}

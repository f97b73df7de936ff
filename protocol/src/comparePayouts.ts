import type { PayoutItem, PayoutRole } from './payouts.js';

/** Expected against paid for one recipient, role and contribution. */
export interface PayoutLine {
  recipient: string;
  role: PayoutRole;
  contributionId: bigint;
  expectedWei: bigint;
  paidWei: bigint;
}

/** What the money alone says, once something was paid. */
export type MoneyVerdict = 'MATCHED' | 'MISPAID' | 'UNDERPAID' | 'OVERPAID';

/** Every line that was due or paid, in the order due first, then paid; and the verdict of their totals. */
export interface PayoutComparison {
  verdict: MoneyVerdict;
  expectedWei: bigint;
  paidWei: bigint;
  lines: PayoutLine[];
}

/**
 * Compares what is due with what was paid, to the wei. Several payments to the same recipient in the same role for the
 * same contribution are added up first; the order of payments never matters.
 */
export function comparePayouts(due: readonly PayoutItem[], paid: readonly PayoutItem[]): PayoutComparison {
  const lines = new Map<string, PayoutLine>();
  const lineOf = (item: PayoutItem): PayoutLine => {
    const recipient = item.recipient.toLowerCase();
    const key = `${recipient}/${item.role}/${item.contributionId}`;
    const line = lines.get(key) ?? {
      recipient,
      role: item.role,
      contributionId: item.contributionId,
      expectedWei: 0n,
      paidWei: 0n,
    };
    lines.set(key, line);
    return line;
  };
  let expectedWei = 0n;
  let paidWei = 0n;
  for (const item of due) {
    lineOf(item).expectedWei += item.amountWei;
    expectedWei += item.amountWei;
  }
  for (const item of paid) {
    lineOf(item).paidWei += item.amountWei;
    paidWei += item.amountWei;
  }
  const all = [...lines.values()];
  const verdict =
    paidWei < expectedWei
      ? 'UNDERPAID'
      : paidWei > expectedWei
        ? 'OVERPAID'
        : all.every((line) => line.expectedWei === line.paidWei)
          ? 'MATCHED'
          : 'MISPAID';
  return { verdict, expectedWei, paidWei, lines: all };
}

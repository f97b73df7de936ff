import { describe, expect, it } from 'vitest';
import { comparePayouts, type PayoutItem } from './index.js';

const item = (recipient: string, amountWei: bigint, contributionId = 1n): PayoutItem => ({
  recipient,
  role: 'CONTRIBUTOR',
  contributionId,
  amountWei,
});
const due = [item('0xa', 60n), item('0xb', 40n, 2n)];

describe('comparePayouts', () => {
  it.each([
    ['MATCHED', 'paid in another order and letter case', [item('0xB', 40n, 2n), item('0xA', 60n)]],
    ['MATCHED', 'paid in two parts', [item('0xa', 1n), item('0xb', 40n, 2n), item('0xa', 59n)]],
    ['MISPAID', 'to somebody else', [item('0xc', 60n), item('0xb', 40n, 2n)]],
    ['MISPAID', 'for another contribution', [item('0xa', 60n, 3n), item('0xb', 40n, 2n)]],
    ['MISPAID', 'in another role', [{ ...item('0xa', 60n), role: 'MODEL' as const }, item('0xb', 40n, 2n)]],
    ['MISPAID', 'one wei shifted', [item('0xa', 61n), item('0xb', 39n, 2n)]],
    ['UNDERPAID', 'one wei short', [item('0xa', 59n), item('0xb', 40n, 2n)]],
    ['UNDERPAID', 'not at all', []],
    ['OVERPAID', 'one wei more', [item('0xa', 61n), item('0xb', 40n, 2n)]],
  ] as const)('%s when %s', (verdict, _, paid) => {
    expect(comparePayouts(due, paid).verdict).toBe(verdict);
  });

  it('lists what was due and what was paid besides', () => {
    const { lines, expectedWei, paidWei } = comparePayouts(due, [item('0xc', 7n)]);
    expect(lines.map((line) => [line.recipient, line.expectedWei, line.paidWei])).toEqual([
      ['0xa', 60n, 0n],
      ['0xb', 40n, 0n],
      ['0xc', 0n, 7n],
    ]);
    expect([expectedWei, paidWei]).toEqual([100n, 7n]);
  });
});

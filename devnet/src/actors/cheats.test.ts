import { comparePayouts, expectedPayouts, type PayoutItem } from '@tributary/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHEATS, cheatPayouts } from './cheats.js';

const account = (digit: string): string => `0x${digit.repeat(40)}`;
const OPERATOR = account('f');
const POLICY = {
  ...{ inputRateWei: 1n, outputRateWei: 1n, platformFeeWei: 3n },
  ...{ modelBps: 2000, stakerBps: 2000, contributorBps: 6000 },
};

/** What is due for a fee and weights by contribution; none: unattributed. */
const dueFor = (feeWei: bigint, weights: readonly bigint[]): PayoutItem[] =>
  expectedPayouts(
    feeWei,
    POLICY,
    weights.map((weight, i) => ({ contributionId: BigInt(i + 1), weight })),
    {
      ...{ platform: account('1'), model: account('2'), staker: account('3'), unattributed: account('4') },
      // Some contributors own several contributions.
      contributor: (id) => account(id % 2n === 0n ? 'a' : 'b'),
    },
  );

const ANY_DUE = fc
  .tuple(fc.bigInt({ min: 4n, max: 10n ** 20n }), fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { maxLength: 8 }))
  .map(([feeWei, weights]) => dueFor(feeWei, weights));

describe('cheatPayouts', () => {
  it.each(['MISPAID', 'UNDERPAID', 'OVERPAID'] as const)('%s earns its verdict, whatever is due', (cheat) => {
    fc.assert(
      fc.property(ANY_DUE, (due) => {
        const before = structuredClone(due);
        expect(comparePayouts(due, cheatPayouts(due, cheat, OPERATOR)).verdict).toBe(cheat);
        expect(due).toEqual(before);
      }),
    );
  });

  it('UNPAID pays nothing', () => {
    expect(cheatPayouts(dueFor(1000n, [1n]), 'UNPAID', OPERATOR)).toEqual([]);
  });

  it.each([undefined, 'FORGED_QUERY', 'UNAVAILABLE', 'BAD_INDEX'] as const)(
    '%s is not about the money: it is right',
    (cheat) => {
      fc.assert(
        fc.property(ANY_DUE, (due) => {
          expect(comparePayouts(due, cheatPayouts(due, cheat, OPERATOR)).verdict).toBe('MATCHED');
        }),
      );
    },
  );

  it('stays within what the settlement contract lets through, but for OVERPAID', () => {
    fc.assert(
      fc.property(ANY_DUE, fc.constantFrom(...CHEATS), (due, cheat) => {
        const sum = (items: readonly PayoutItem[]): bigint => items.reduce((total, item) => total + item.amountWei, 0n);
        const paid = cheatPayouts(due, cheat, OPERATOR);
        expect(paid.every(({ amountWei }) => amountWei >= 0n)).toBe(true);
        expect(sum(paid) > sum(due)).toBe(cheat === 'OVERPAID');
      }),
    );
  });

  it('takes the largest part for the operator when it mispays', () => {
    const due = dueFor(1_000_003n, [1n, 5n, 2n]);
    const paid = cheatPayouts(due, 'MISPAID', OPERATOR);
    expect(paid.filter(({ recipient }) => recipient === OPERATOR)).toEqual([
      { recipient: OPERATOR, role: 'CONTRIBUTOR', contributionId: 2n, amountWei: 375_000n },
    ]);
  });
});

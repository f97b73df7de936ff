import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apportion,
  comparePayouts,
  createSeededRandom,
  expectedPayouts,
  splitFee,
  InvalidFeePolicyError,
} from './index.js';

const recipients = {
  platform: '0xA0',
  model: '0xb0',
  staker: '0xc0',
  unattributed: '0xd0',
  contributor: (id: bigint): string => `0xe${id}`,
};

describe('expectedPayouts', () => {
  it('sums to the fee to the wei, whatever the order of the shares: 10⁶ random policies and scores', () => {
    const random = createSeededRandom('payouts.test');
    const big = (bits: number): bigint => {
      let value = 0n;
      for (let drawn = 0; drawn < bits; drawn += 32) value = (value << 32n) | BigInt(random.nextU32());
      return value >> BigInt(random.nextU32() % bits);
    };
    for (let trial = 0; trial < 1_000_000; trial++) {
      const modelBps = random.nextU32() % 10_001;
      const stakerBps = random.nextU32() % (10_001 - modelBps);
      const platformFeeWei = big(64);
      const policy = {
        inputRateWei: 0n,
        outputRateWei: 0n,
        platformFeeWei,
        modelBps,
        stakerBps,
        contributorBps: 10_000 - modelBps - stakerBps,
      };
      const feeWei = platformFeeWei + big(96);
      const shares = Array.from({ length: random.nextU32() % 5 }, (_, i) => ({
        contributionId: BigInt(i + 1),
        weight: big(96) + 1n,
      }));
      const due = expectedPayouts(feeWei, policy, shares, recipients);
      let sum = 0n;
      for (const item of due) {
        if (typeof item.amountWei !== 'bigint' || item.amountWei <= 0n) throw new Error(`trial ${trial}: bad amount`);
        sum += item.amountWei;
      }
      if (sum !== feeWei) throw new Error(`trial ${trial}: the parts sum to ${sum}, the fee is ${feeWei}`);
      const again = expectedPayouts(feeWei, policy, [...shares].reverse(), recipients);
      if (comparePayouts(due, again).verdict !== 'MATCHED') throw new Error(`trial ${trial}: the order mattered`);
    }
  }, 300_000);

  it('pays the unattributed recipient when nobody weighs', () => {
    const policy = {
      inputRateWei: 0n,
      outputRateWei: 0n,
      platformFeeWei: 1n,
      modelBps: 1,
      stakerBps: 1,
      contributorBps: 9_998,
    };
    const due = expectedPayouts(10_001n, policy, [], recipients);
    expect(due.map(({ role, amountWei }) => [role, amountWei])).toEqual([
      ['PLATFORM', 1n],
      ['MODEL', 1n],
      ['STAKER', 1n],
      ['UNATTRIBUTED', 9_998n],
    ]);
  });

  it('writes addresses in lower case', () => {
    const policy = {
      inputRateWei: 0n,
      outputRateWei: 0n,
      platformFeeWei: 1n,
      modelBps: 0,
      stakerBps: 0,
      contributorBps: 10_000,
    };
    expect(expectedPayouts(1n, policy, [], recipients)[0]!.recipient).toBe('0xa0');
  });
});

describe('splitFee', () => {
  const policy = {
    inputRateWei: 0n,
    outputRateWei: 0n,
    platformFeeWei: 5n,
    modelBps: 5_000,
    stakerBps: 2_500,
    contributorBps: 2_500,
  };

  it('refuses bps that do not sum to 10,000, and a fee below the platform fee', () => {
    expect(() => splitFee(10n, { ...policy, modelBps: 5_001 })).toThrow(InvalidFeePolicyError);
    expect(() => splitFee(10n, { ...policy, modelBps: 5_000.5, stakerBps: 2_499.5 })).toThrow(InvalidFeePolicyError);
    expect(() => splitFee(4n, policy)).toThrow(InvalidFeePolicyError);
  });

  it('gives what is left over to the largest remainder, ties to the first', () => {
    // 1 wei net: remainders 5000, 2500, 2500.
    expect(splitFee(6n, policy)).toEqual({ platformWei: 5n, modelWei: 1n, stakerWei: 0n, contributorsWei: 0n });
    // 3 wei net: 1.5, 0.75, 0.75 → the two larger remainders get the two left over.
    expect(splitFee(8n, policy)).toEqual({ platformWei: 5n, modelWei: 1n, stakerWei: 1n, contributorsWei: 1n });
  });
});

describe('apportion', () => {
  it('is within one unit of the exact part, and never negative', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 100n }),
        fc
          .array(fc.bigInt({ min: 0n, max: 2n ** 70n }), { minLength: 1, maxLength: 20 })
          .filter((w) => w.some((x) => x > 0n)),
        (total, weights) => {
          const sum = weights.reduce((a, b) => a + b);
          const parts = apportion(total, weights);
          expect(parts.reduce((a, b) => a + b)).toBe(total);
          parts.forEach((part, i) => {
            const distance = part * sum - total * weights[i]!;
            expect(distance > -sum && distance < sum).toBe(true);
          });
        },
      ),
    );
  });
});

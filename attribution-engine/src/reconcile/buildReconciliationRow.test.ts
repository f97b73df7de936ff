import { canonicalJson, digestOf } from '@tributary/protocol';
import { expect, it } from 'vitest';
import { buildReconciliationRow } from './buildReconciliationRow.js';
import type { InferenceFacts } from './inferenceFacts.js';
import type { ReconciliationResult } from './reconciliation.js';

const facts = {
  inferenceId: '7',
  blockNumber: 3,
  blockHash: '0xb',
  payoutsDigest: '0xp',
  feeWei: 9n,
} as InferenceFacts;
const decision = { engineVersion: 'test', elapsedMs: 1, attempts: 2, retryAt: null };
const build = (weights: bigint[]) =>
  buildReconciliationRow(
    facts,
    {
      evidence: { b: 1, a: 'é' },
      shares: weights.map((weight, index) => ({ contributionId: BigInt(index), weight, rows: [] })),
    } as unknown as ReconciliationResult,
    decision,
  );

it('names the evidence by the digest of its canonical JSON, and the facts that were decided on', () => {
  const row = build([1n]);
  expect(row.evidenceDigest).toBe(digestOf(canonicalJson({ a: 'é', b: 1 })));
  expect(row).toMatchObject({
    ...{ inferenceId: '7', inferenceBlockNumber: 3, inferenceBlockHash: '0xb', payoutsDigest: '0xp', feeWei: 9n },
    ...decision,
  });
});

it('gives each share as a part of the whole, rounded down, however large the weights', () => {
  expect(build([1n, 2n]).shares.map(({ shareBps }) => shareBps)).toEqual([3_333, 6_666]);
  expect(build([2n ** 300n, 2n ** 300n - 1n]).shares.map(({ shareBps }) => shareBps)).toEqual([5_000, 4_999]);
  expect(build([]).shares).toEqual([]);
});

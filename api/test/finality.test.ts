import { createPool, type Pool } from '@tributary/db';
import { isObjectType } from 'graphql/index.js';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildApiSchema } from '../src/buildApiSchema.js';
import { blockHash, blockOf } from './ledger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 12;
let api: TestApi;
let pool: Pool;
beforeAll(async () => {
  api = await startTestApi(COUNT);
  pool = createPool(api.database.url, { max: 1 });
});
afterAll(async () => {
  await pool?.end();
  await api?.close();
});
beforeEach(() => pool.query('TRUNCATE chain_head, squid_processor.status'));

/** `settled`: how far squid followed; `safe` and `latest` lie above `finalized`. */
async function setHeads(finalized: number, safe: number, settled: number | null): Promise<void> {
  await pool.query('TRUNCATE chain_head, squid_processor.status');
  await pool.query(`INSERT INTO chain_head VALUES ('head', $1, $2, $3, $4, $5, $6, '2026-01-01T00:00:00Z')`, [
    1_000,
    blockHash(1_000),
    safe,
    blockHash(safe),
    finalized,
    blockHash(finalized),
  ]);
  if (settled !== null)
    await pool.query(`INSERT INTO squid_processor.status (id, height, hash, nonce) VALUES (0, $1, 'x', 0)`, [settled]);
}

async function ask(query: string) {
  const answer = await api.query(query);
  expect(answer.errors, answer.text).toBeUndefined();
  return answer.data;
}

const finalities = async () => {
  const { inferences } = await ask('{ inferences(first: 100) { nodes { inferenceId finality } } }');
  return Object.fromEntries(inferences!.nodes!.map((node) => [Number(node.inferenceId), node.finality]));
};
const provisional = async () => {
  const { inferences } = await ask(
    '{ inferences(first: 100) { nodes { inferenceId reconciliation { isProvisional } } } }',
  );
  return Object.fromEntries(
    inferences!.nodes!.flatMap((node) =>
      node.reconciliation ? [[Number(node.inferenceId), node.reconciliation.isProvisional]] : [],
    ),
  );
};

it('claims nothing while the heads of the chain are unknown', async () => {
  const { chain, inference, block } = await ask(`{ chain { updatedAt } block(number: 103) { finality }
    inference(inferenceId: "7") { finality evidence { finality } reconciliation { isProvisional } } }`);
  expect(chain).toBeNull();
  expect(block).toEqual({ finality: null });
  expect(inference).toEqual({
    finality: null,
    evidence: { finality: null },
    reconciliation: { isProvisional: null },
  });
});

it('tells unsafe, safe and final by the tags of the chain, the same for everything in a block', async () => {
  await setHeads(102, 104, 102);
  const byBlock = (k: number) => (blockOf(k) <= 102 ? 'FINALIZED' : blockOf(k) <= 104 ? 'SAFE' : 'UNSAFE');
  expect(await finalities()).toEqual(
    Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [index + 1, byBlock(index + 1)])),
  );
  const { chain, final, unsafe } = await ask(`{
    chain { latest { blockNumber blockHash } safe { blockNumber } finalized { blockNumber } settledBlockNumber updatedAt }
    final: block(number: 102) { finality events { nodes { finality evidence { finality } } } }
    unsafe: inference(inferenceId: "12") { finality attribution { finality evidence { finality } }
      payouts { nodes { finality } } model { finality owner { address } currentFeePolicy { finality } } } }`);
  expect(chain).toEqual({
    latest: { blockNumber: 1_000, blockHash: blockHash(1_000) },
    safe: { blockNumber: 104 },
    finalized: { blockNumber: 102 },
    settledBlockNumber: 102,
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
  expect(final!.finality).toBe('FINALIZED');
  for (const event of final!.events!.nodes!)
    expect(event).toEqual({ finality: 'FINALIZED', evidence: { finality: 'FINALIZED' } });
  expect(unsafe).toMatchObject({
    finality: 'UNSAFE',
    attribution: { finality: 'UNSAFE', evidence: { finality: 'UNSAFE' } },
    model: { finality: 'FINALIZED', currentFeePolicy: { finality: 'FINALIZED' } },
  });
  expect(new Set(unsafe!.payouts!.nodes!.map((payout) => payout.finality))).toEqual(new Set(['UNSAFE']));
});

it('calls nothing final that the index has not followed to the finalized block', async () => {
  await setHeads(105, 105, 101);
  expect(await finalities()).toMatchObject({ 3: 'FINALIZED', 4: 'SAFE', 11: 'SAFE', 12: 'UNSAFE' });
  await setHeads(105, 105, null);
  expect(await finalities()).toMatchObject({ 1: 'SAFE', 12: 'UNSAFE' });
  // A status above the finalized block, as with a deployment that counts confirmations, claims no more than the chain.
  await setHeads(101, 101, 900);
  expect(await finalities()).toMatchObject({ 3: 'FINALIZED', 4: 'UNSAFE' });
});

it('keeps a verdict provisional until its settlement, what was posted and every payout are final', async () => {
  await setHeads(102, 104, 102);
  expect(await provisional()).toEqual({
    ...{ 1: false, 2: false, 3: false, 4: false, 5: false },
    ...{ 6: true, 7: true, 8: true, 9: true, 10: true, 12: true },
  });
  await pool.query(`UPDATE payout SET block_number = 103 WHERE id = 'p2-4'`);
  await pool.query(`UPDATE attribution SET block_number = 103 WHERE id = '3'`);
  expect(await provisional()).toMatchObject({ 1: false, 2: true, 3: true, 4: false });
  await setHeads(103, 104, 103);
  expect(await provisional()).toMatchObject({ 2: false, 3: false, 7: false, 8: true });
});

it('keeps a verdict provisional that is about another state of the chain', async () => {
  await setHeads(900, 900, 900);
  await pool.query(`UPDATE reconciliation SET payouts_digest = 'other' WHERE id = '4'`);
  expect(await provisional()).toMatchObject({ 1: false, 4: true });
});

it('stands on every type that has its place on chain', async () => {
  const types = Object.values((await buildApiSchema()).getTypeMap()).filter(isObjectType);
  const placed = types.filter((type) => 'evidence' in type.getFields() && type.name !== 'Reconciliation');
  expect(placed.length).toBeGreaterThan(12);
  for (const type of [...placed, ...types.filter(({ name }) => ['Block', 'Evidence'].includes(name))])
    expect(Object.keys(type.getFields()), type.name).toContain('finality');
});

it('costs one statement a response, and two for provisional verdicts', async () => {
  await setHeads(102, 104, 102);
  const count = async (query: string) => {
    api.statements.length = 0;
    await ask(query);
    return api.statements.length;
  };
  expect(await count('{ inferences { nodes { finality evidence { finality } } } chain { updatedAt } }')).toBe(2);
  expect(await count('{ inferences { nodes { reconciliation { isProvisional } } } }')).toBe(4);
});

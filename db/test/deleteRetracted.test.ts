/** Verdicts about inferences that a reorg took away are taken back, and no others. */
import { createPool, deleteRetracted, saveReconciliations, type Pool, type ReconciliationToSave } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const HEAD = 100;

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 2 });
});
afterAll(async () => {
  await pool?.end();
  await database?.close();
});

function verdictOf(inferenceId: string, inferenceBlockNumber: number): ReconciliationToSave {
  const hash = `0x${'1'.repeat(64)}`;
  return {
    ...{ inferenceId, inferenceBlockNumber, inferenceBlockHash: hash, payoutsDigest: hash, verdict: 'MISPAID' },
    ...{ reason: 'r', feeWei: 5n, expectedWei: 5n, paidWei: 5n, unattributed: false, method: 'gradient/1' },
    ...{
      queryCosine: 1,
      queryBlockError: 0,
      backend: 'b',
      engineVersion: 'v',
      elapsedMs: 1,
      attempts: 1,
      retryAt: null,
    },
    ...{ evidence: '{}', evidenceDigest: hash, spans: null },
    lines: [{ recipient: `0x${'2'.repeat(40)}`, role: 'MODEL', contributionId: 0n, expectedWei: 5n, paidWei: 0n }],
    shares: [{ contributionId: 3n, weight: 7n, shareBps: 10_000, rows: [] }],
  } as ReconciliationToSave;
}

it('takes back what the index no longer holds at heights that it has reached', async () => {
  await pool.query(
    'INSERT INTO squid_processor.status (id, height, hash, nonce) VALUES (0, 90, $1, 1) ON CONFLICT (id) DO UPDATE SET height = 90',
    [`0x${'9'.repeat(64)}`],
  );
  expect(await deleteRetracted(pool, 50)).toEqual([]);
  await pool.query('CREATE TABLE squid_processor.hot_block (height int PRIMARY KEY, hash text NOT NULL)');
  await pool.query('INSERT INTO squid_processor.hot_block (height, hash) VALUES ($1, $2)', [
    HEAD,
    `0x${'a'.repeat(64)}`,
  ]);
  await pool.query(`INSERT INTO account VALUES ('0xpayer', 1)`);
  await pool.query(
    `INSERT INTO inference (id, payer_id, input_tokens, output_tokens, fee_wei, transcript_digest, transcript_uri, block_hash,
       settled_at, block_number, log_index, transaction_hash, signer)
     VALUES ('held', '0xpayer', 1, 1, 5, '0x', '', '0x', now(), 95, 0, '0x', '0x')`,
  );
  const setHead = (latest: number) =>
    pool.query(
      `INSERT INTO chain_head (id, latest_block_number, latest_block_hash, safe_block_number, safe_block_hash,
         finalized_block_number, finalized_block_hash, updated_at)
       VALUES ('head', $1, '0x', 90, '0x', 90, '0x', now()) ON CONFLICT (id) DO UPDATE SET latest_block_number = $1`,
      [latest],
    );
  await setHead(HEAD + 50);
  await saveReconciliations(pool, [
    verdictOf('held', 95),
    verdictOf('gone', 96),
    verdictOf('gone long ago', 20),
    verdictOf('not reached yet', HEAD + 1),
  ]);

  expect(await deleteRetracted(pool, 50)).toEqual(['gone']);
  const left = async (table: string, column: string): Promise<string[]> =>
    (await pool.query<{ id: string }>(`SELECT ${column} AS id FROM ${table} ORDER BY 1`)).rows.map(({ id }) => id);
  for (const [table, column] of [
    ['reconciliation', 'id'],
    ['reconciliation_line', 'reconciliation_id'],
    ['contribution_share', 'reconciliation_id'],
  ] as const) {
    expect(await left(table, column)).toEqual(['gone long ago', 'held', 'not reached yet']);
  }
  expect(await deleteRetracted(pool, 2 ** 31 - 1)).toEqual(['gone long ago']);
  expect(await deleteRetracted(pool, 2 ** 31 - 1)).toEqual([]);

  // The index is at the head of a chain that became shorter: what was above it is gone.
  await setHead(HEAD);
  expect(await deleteRetracted(pool, 50)).toEqual(['not reached yet']);
  expect(await deleteRetracted(pool, 2 ** 31 - 1)).toEqual([]);
});

it('a connection that breaks in the middle of a transaction breaks nothing else', async () => {
  const heard: string[] = [];
  const own = createPool(database.url, { max: 1, onError: (error) => heard.push(error.message) });
  const client = await own.connect();
  await client.query('begin');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0));
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect((await own.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await own.end();
});

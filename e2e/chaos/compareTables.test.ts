import { createPool, type Pool } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { LEDGER_TABLES, VERDICT_TABLES } from './COMPARED_TABLES.ts';
import { compareTables } from './compareTables.ts';

let databases: TestDatabase[];
let pools: Pool[];

beforeAll(async () => {
  databases = [await createTestDatabase(), await createTestDatabase()];
  pools = databases.map(({ url }) => createPool(url, { max: 1 }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await Promise.all(databases.map((database) => database.close()));
});
beforeEach(async () => {
  for (const pool of pools) {
    await pool.query('truncate account, reconciliation cascade');
    await pool.query(`insert into account (id, first_seen_block_number) values ('0xa', 1), ('0xb', 2)`);
    await pool.query(INSERT_VERDICT, ['2026-01-01', 3, null]);
  }
});

const INSERT_VERDICT = `insert into reconciliation (id, inference_block_number, inference_block_hash, payouts_digest, verdict,
    reason, fee_wei, paid_wei, engine_version, elapsed_ms, attempts, evidence, evidence_digest, decided_at, retry_at)
  values ('1', 5, '0x05', '0x', 'MATCHED', 'so', 115792089237316195423570985008687907853269984665640564039457584007913129639935,
    0, '1', $2, 1, '{}', '0x', $1, $3)`;

const compareAll = () => compareTables(databases[0]!.url, databases[1]!.url, [...LEDGER_TABLES, ...VERDICT_TABLES]);

it('finds nothing where all rows are the same, and counts them', async () => {
  expect(await compareAll()).toEqual({ rowCount: 3, differences: [] });
});

it('finds rows that differ, are missing, or should not be there', async () => {
  await pools[0]!.query(`update account set first_seen_block_number = 7 where id = '0xa'`);
  await pools[0]!.query(`delete from account where id = '0xb'`);
  await pools[0]!.query(`insert into account (id, first_seen_block_number) values ('0xc', 1)`);
  const { differences } = await compareAll();
  expect(differences).toMatchObject([{ table: 'account', differingRows: 3 }]);
  const [changed, missing, extra] = differences[0]!.examples;
  expect(changed).toBe('0xa: first_seen_block_number is 7, not 1');
  expect(missing).toBe('0xb: is missing');
  expect(extra).toMatch(/^0xc: should not be there/);
});

it('takes a verdict for the same whenever and however fast it was reached, not whatever it says', async () => {
  const [actual] = pools as [Pool];
  await actual.query(`update reconciliation set decided_at = now(), elapsed_ms = 99, attempts = 5`);
  expect((await compareAll()).differences).toEqual([]);
  await actual.query(`update reconciliation set retry_at = now()`);
  expect((await compareAll()).differences[0]?.examples).toEqual(['1: is_tried_again is true, not false']);
});

it('sees one wei in 2²⁵⁶', async () => {
  await pools[0]!.query('update reconciliation set fee_wei = fee_wei - 1');
  expect((await compareAll()).differences).toMatchObject([{ table: 'reconciliation', differingRows: 1 }]);
});

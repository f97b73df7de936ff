import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { NothingFinalError, createPool, exportPayouts } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const LARGEST = 2n ** 256n - 1n;
let database: TestDatabase;
let pool: Pool;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url);
  folder = mkdtempSync(join(tmpdir(), "tributary-export-it's-"));
  await pool.query("INSERT INTO account (id, first_seen_block_number) VALUES ('0xa', 0)");
});
afterAll(async () => {
  await pool.end();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (id: string, blockNumber: number, amountWei: bigint): Promise<unknown> =>
  pool.query(
    `INSERT INTO payout (id, claimed_inference_id, role, claimed_contribution_id, amount_wei, block_number, log_index,
       transaction_hash, signer, recipient_id)
     VALUES ($1, '7', 'CONTRIBUTOR', '3', $2, $3, 0, '0xt', '0xs', '0xa')`,
    [id, amountWei, blockNumber],
  );

async function readParquet(file: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const sql = `SELECT * FROM read_parquet('${file.replaceAll("'", "''")}') ORDER BY id`;
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('exportPayouts', () => {
  it('has nothing to write before anything is final', async () => {
    await expect(exportPayouts(pool, folder)).rejects.toThrow(NothingFinalError);
  });

  it('writes finalised payouts only, the largest amounts to the wei', async () => {
    await pool.query("INSERT INTO squid_processor.status (id, height, hash) VALUES (0, 20, '0xh')");
    await insert('0000000010-00001', 10, LARGEST);
    await insert('0000000020-00001', 20, LARGEST - 1n);
    await insert('0000000021-00001', 21, 5n);
    const done = await exportPayouts(pool, folder);
    expect(done).toMatchObject({ fromBlock: 0, toBlock: 20, rowCount: 2, totalWei: 2n * LARGEST - 1n });
    const rows = await readParquet(done.file);
    expect(rows.map((row) => [row['block_number'], row['amount_wei'], row['verdict']])).toEqual([
      [10, LARGEST.toString(), null],
      [20, (LARGEST - 1n).toString(), null],
    ]);
  });

  it('keeps to the range', async () => {
    const done = await exportPayouts(pool, folder, { fromBlock: 11, toBlock: 30 });
    expect(done).toMatchObject({ fromBlock: 11, toBlock: 20, rowCount: 1 });
  });
});

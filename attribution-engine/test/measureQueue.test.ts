/** How far to trust an index is measured by the engines themselves, beside the verdicts. */
import { createPool, loadUnmeasuredIndexes } from '@tributary/db';
import type { TestDatabase } from '@tributary/db/testing';
import { cidOf } from '@tributary/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ENGINE_VERSION } from '../src/worker/engineVersion.js';
import { MEASURE_QUEUE, openMeasureQueue } from '../src/worker/measureQueue.js';
import { openRecomputeQueue } from '../src/worker/recomputeQueue.js';
import { EngineStage } from './EngineStage.js';
import type { TinyLedger } from './tinyLedger.js';
import { createTinyNetwork, type MemoryBlobs, type SettledAnswer } from './tinyNetwork.js';

interface StoredQuality {
  id: string;
  index_root: string;
  rows_sampled: number | null;
  rows_confirmed: number | null;
  reason: string | null;
  retry_at: Date | null;
  measured_at: Date;
}

const network = await createTinyNetwork();

let stage: EngineStage;
let blobs: MemoryBlobs;
let honest: SettledAnswer;
let database: TestDatabase;
let ledger: TinyLedger;

beforeEach(async () => {
  stage = await EngineStage.open(network);
  ({ blobs, honest, database, ledger } = stage);
});

afterEach(() => stage.close());

const startEngine = (): Promise<void> => stage.startEngine();

/** Tries follow one another at once, and there are `retryLimit` + 1 of them. */
async function hurry(retryLimit: number): Promise<void> {
  const boss = await openRecomputeQueue(database.url, () => undefined);
  await openMeasureQueue(boss);
  await boss.stop({ graceful: false });
  await ledger.query('UPDATE pgboss.queue SET retry_limit = $1, retry_delay = 0 WHERE name = $2', [
    retryLimit,
    MEASURE_QUEUE,
  ]);
}

const load = (): Promise<StoredQuality[]> => ledger.query('SELECT * FROM index_quality ORDER BY id');

const waitFor = (expected: object[]): Promise<StoredQuality[]> =>
  vi.waitFor(
    async () => {
      const stored = await load();
      expect(stored).toMatchObject(expected);
      return stored;
    },
    { timeout: 40_000, interval: 100 },
  );

const countJobs = async (): Promise<number> => {
  const [row] = await ledger.query<{ count: string }>('SELECT count(*) FROM pgboss.job WHERE name = $1', [
    MEASURE_QUEUE,
  ]);
  return Number(row!.count);
};

it('stores the figures of every index once, and those of another root anew', async () => {
  await startEngine();
  const [stored] = await waitFor([
    {
      ...{ id: 'index-1', index_root: honest.facts.index!.root, model_id: '2', reason: null, retry_at: null },
      ...{
        rows_sampled: 24,
        rows_confirmed: 24,
        answers_asked: 24,
        contribution_count: 5,
        unrelated_asked: 12,
        engine_version: ENGINE_VERSION,
      },
    },
  ]);
  expect(await countJobs()).toBe(1);

  // A reorg put another commitment in its place: its root is not that of the bytes.
  const other = `0x${'77'.repeat(32)}`;
  await ledger.query('UPDATE attribution_index SET index_root = $1', [other]);
  const [changed] = await waitFor([{ id: 'index-1', index_root: other, rows_sampled: null, rows_confirmed: null }]);
  expect(changed!.reason).toContain(`but ${other} was committed`);
  expect(changed!.measured_at.getTime()).toBeGreaterThan(stored!.measured_at.getTime());
});

it('says of an index that cannot be measured why, and does not ask again', async () => {
  const event = { model_id: '2', row_count: 32, dimension: 144, index_uri: honest.facts.index!.uri, signer: '0x' };
  const place = { block_number: 3, transaction_hash: '0x', index_root: `0x${'11'.repeat(32)}` };
  await ledger.insert('attribution_index', [
    { id: 'index-2', method: 'span/1', log_index: 20, ...event, ...place },
    { id: 'index-3', method: 'gradient/1', log_index: 21, ...event, ...place, model_id: null },
    { id: 'index-4', method: 'gradient/1', log_index: 22, ...event, ...place, model_id: '1' },
  ]);
  await startEngine();
  await waitFor([
    { id: 'index-1', rows_confirmed: 24 },
    { id: 'index-2', rows_sampled: null, retry_at: null, reason: expect.stringContaining('words') as string },
    { id: 'index-3', model_id: null, retry_at: null, reason: expect.stringContaining('no model') as string },
    { id: 'index-4', retry_at: null, reason: expect.stringContaining('no base model') as string },
  ]);
  const pool = createPool(database.url, { max: 1 });
  expect(await loadUnmeasuredIndexes(pool, 10)).toEqual([]);
  await pool.end();
});

it('tries again what cannot be had, then says so, and asks once more when it is time', async () => {
  const digest = [...blobs.held.keys()].find((held) => honest.facts.index!.uri.endsWith(cidOf(held as `0x${string}`)))!;
  const bytes = blobs.held.get(digest)!;
  blobs.held.delete(digest);
  await hurry(1);
  await startEngine();
  const [unavailable] = await waitFor([
    { id: 'index-1', rows_sampled: null, reason: expect.stringContaining('cannot be had') as string },
  ]);
  expect(unavailable!.retry_at!.getTime()).toBeGreaterThan(unavailable!.measured_at.getTime());
  expect(
    await ledger.query('SELECT retry_count, output FROM pgboss.job WHERE name = $1 AND retry_count = 1', [
      MEASURE_QUEUE,
    ]),
  ).toHaveLength(1);

  blobs.held.set(digest, bytes);
  await ledger.query("UPDATE index_quality SET retry_at = now() - interval '1 second'");
  await waitFor([{ id: 'index-1', rows_sampled: 24, rows_confirmed: 24, reason: null, retry_at: null }]);
  expect(await countJobs()).toBe(2);
});

it('leaves a note before the last try, in case it ends the process', async () => {
  await hurry(0);
  await ledger.query(
    "ALTER TABLE index_quality ADD CONSTRAINT dies CHECK (rows_sampled IS NULL AND reason LIKE 'Measuring%')",
  );
  await startEngine();
  const [noted] = await waitFor([
    { id: 'index-1', rows_sampled: null, reason: expect.stringContaining('never') as string },
  ]);
  expect(noted!.retry_at).not.toBeNull();
});

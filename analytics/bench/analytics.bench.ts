/**
 * Sums over a synthetic ledger of 10⁶ inferences and 10⁷ payouts: daily payouts by role from the partitions, with the
 * tail from Postgres, against the same sums in Postgres by plain SQL, in turns; every answer is compared to the wei. And
 * how fast the partitions are made, and how large they and the maker get.
 *
 * ANALYTICS_INFERENCES: another size. The ledger is made once, in .cache/seeded-…, which takes minutes at the full size.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnalyticsCell, createPool, createReadDatabase, type SeriesQuestion } from '@tributary/db';
import { startSeededPostgres } from '@tributary/db/seed';
import type { Pool } from 'pg';
import { type AnalyticsEngine, createAnalyticsEngine } from '@tributary/analytics';
import { runWriter } from './runWriter.ts';

const INFERENCES = Number(process.env['ANALYTICS_INFERENCES'] ?? 1_000_000);
const WARM_ROUNDS = 15;
const PEER_ROUNDS = 3;
const CHAIN_ID = 31_337;
const BAR = { warmMs: 150, speedUp: 10 };
const CACHE_DIR = fileURLToPath(new URL('../../.cache', import.meta.url));

const DAY = { unit: 'seconds', width: 86_400, offset: 0 } as const;
const PAYOUTS = { table: 'payouts', amount: 'wei', isDistinct: false, conditions: [], range: {} } as const;

/** A question, and what somebody who has only Postgres would write. */
const CASES: readonly { name: string; question: SeriesQuestion; sql: string }[] = [
  {
    name: 'daily payouts by role',
    question: { ...PAYOUTS, bucket: DAY, groupBy: 'role', groupLimit: 200, cellLimit: 5_000 },
    sql: `SELECT (extract(epoch FROM date_trunc('day', b.timestamp, 'UTC')))::bigint AS bucket, 'v' || p.role AS key,
        count(*) AS count, sum(p.amount_wei) AS amount
      FROM payout p JOIN block b ON b.number = p.block_number GROUP BY 1, 2`,
  },
  {
    name: 'payouts by model',
    question: { ...PAYOUTS, bucket: null, groupBy: 'model', groupLimit: 5_000, cellLimit: 5_000 },
    sql: `SELECT 0::bigint AS bucket, 'v' || i.model_id AS key, count(*) AS count, sum(p.amount_wei) AS amount
      FROM payout p JOIN inference i ON i.id = p.inference_id GROUP BY 1, 2`,
  },
];

export default async function* analytics(): AsyncGenerator<object> {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(join(CACHE_DIR, '.gitignore'), '*\n');
  const postgres = await startSeededPostgres(CACHE_DIR, { inferenceCount: INFERENCES, withEvents: false });
  const folder = mkdtempSync(join(tmpdir(), 'analytics-bench-'));
  const pool = createPool(postgres.url, { max: 1 });
  const db = createReadDatabase({ url: postgres.readOnlyUrl, statementTimeoutMs: 600_000, maxConnections: 1 });
  try {
    yield* measureWriter(postgres.readOnlyUrl, folder);
    const open = (): AnalyticsEngine =>
      createAnalyticsEngine({ db, folder, chainId: CHAIN_ID, timeoutMs: 60_000, onFault: fail });
    for (const { name, question, sql } of CASES) yield* compare(name, open, question, pool, sql);
  } finally {
    await db.close();
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* measureWriter(databaseUrl: string, folder: string): AsyncGenerator<object> {
  const { rowCount, elapsedMs, peakRssMb, partitionCount } = await runWriter(databaseUrl, folder, CHAIN_ID);
  const rows = rowCount.toLocaleString('en');
  yield { case: `${rows} rows as ${partitionCount} partitions`, unit: 'rows/s', ours: (rowCount * 1000) / elapsedMs };
  yield { case: 'peak RSS of the writer', unit: 'MB', ours: peakRssMb };
  yield { case: 'partitions', unit: 'MB', ours: sizeOf(folder) / 1e6 };
}

async function* compare(
  name: string,
  open: () => AnalyticsEngine,
  question: SeriesQuestion,
  pool: Pool,
  sql: string,
): AsyncGenerator<object> {
  const engine = open();
  try {
    const [first, coldMs] = await time(() => engine.loadSeries(question));
    const warm: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < PEER_ROUNDS; round++) {
      const [{ rows }, peerMs] = await time(() => pool.query<AnalyticsCell>(sql));
      theirs.push(peerMs);
      for (let count = 0; count < WARM_ROUNDS / PEER_ROUNDS; count++) {
        const [{ cells }, ms] = await time(() => engine.loadSeries(question));
        warm.push(ms);
        assertSame(cells, rows);
      }
    }
    if (first.place.partitionsUpToBlock < 0) throw new Error('the partitions were not used; nothing was measured');
    const [ours, peer] = [median(warm), median(theirs)];
    yield { case: `${name}, warm`, unit: 'ms', ours, peer: BAR.warmMs, peerName: 'bar' };
    yield { case: `${name}, warm`, unit: 'ms', ours, peer, peerName: `Postgres (bar: ${BAR.speedUp} × faster)` };
    yield { case: `${name}, first time`, unit: 'ms', ours: coldMs };
  } finally {
    await engine.close();
  }
}

function assertSame(ours: readonly AnalyticsCell[], theirs: readonly AnalyticsCell[]): void {
  const toText = (cells: readonly AnalyticsCell[]): string =>
    cells
      .map(({ bucket, key, count, amount }) => [bucket, key, count, amount].join(' '))
      .toSorted()
      .join();
  if (toText(ours) !== toText(theirs)) throw new Error('the sums differ from those of Postgres');
}

async function time<Answer>(act: () => Promise<Answer>): Promise<[Answer, number]> {
  const startMs = performance.now();
  const answer = await act();
  return [answer, performance.now() - startMs];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, { size }) => sum + size, 0);
}

function fail(error: unknown): void {
  throw error;
}

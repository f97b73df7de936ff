/**
 * The API while the indexer writes at full speed into the same Postgres server: requests a second of a mix of lists and
 * single inferences over 16 connections, idle and during a backfill; and the backfill's events a second, alone and with
 * the readers. The indexer is squid as it is deployed, reading a real chain of events into a database of its own, since a
 * synthetic ledger takes no chain beside it: processor, disk and log of changes are shared, table locks are not (readers
 * and writers of Postgres do not wait for each other).
 *
 * API_INFERENCES: size of the ledger that is read. INGEST_EVENTS: events of the chain (100,000).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool } from '@tributary/db';
import { startSeededPostgres } from '@tributary/db/seed';
import { buildLedgerChain } from '../../squid/bench/ingest/buildLedgerChain.ts';
import type { Ingestion } from '../../squid/bench/ingest/Ingestion.ts';
import { runSquid } from '../../squid/bench/ingest/runSquid.ts';
import { joinRates, measureRequests, type RequestRate } from './api/measureRequests.ts';
import { QUESTIONS } from './api/QuestionCase.ts';
import { sampleInferences } from './api/sampleInferences.ts';
import { startOurs } from './api/startOurs.ts';

const INFERENCES = Number(process.env['API_INFERENCES'] ?? 1_000_000);
const EVENTS = Number(process.env['INGEST_EVENTS'] ?? 100_000);
const CONNECTIONS = 16;
const IDLE_MS = 8_000;
const SLICE_MS = 1_000;
const SAMPLES = 200;
const BAR = { reading: 0.5, writing: 0.8 };

const CACHE_DIR = fileURLToPath(new URL('../../.cache', import.meta.url));

const getSpeed = ({ eventCount, elapsedMs }: Ingestion): number => (eventCount * 1_000) / elapsedMs;

export default async function* apiIndexing(): AsyncGenerator<object> {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(join(CACHE_DIR, '.gitignore'), '*\n');
  const postgres = await startSeededPostgres(CACHE_DIR, { inferenceCount: INFERENCES, withEvents: false });
  const pool = createPool(postgres.url, { max: 1 });
  const api = await startOurs(postgres.readOnlyUrl);
  const { anvil } = await buildLedgerChain(EVENTS, join(CACHE_DIR, 'ingest'));
  try {
    const buildBody = await createMix(pool, api.url);
    const read = (durationMs: number): Promise<RequestRate> =>
      measureRequests(api.url, buildBody, { connections: CONNECTIONS, durationMs });
    await read(IDLE_MS / 4);
    const idle = await read(IDLE_MS);
    const alone = getSpeed(await runSquid(anvil.rpcUrl, postgres.url));
    const both = await readWhile(read, runSquid(anvil.rpcUrl, postgres.url));
    yield {
      ...{
        case: 'requests/s while indexing ÷ idle',
        unit: 'ratio',
        ours: both.requestsPerSecond / idle.requestsPerSecond,
      },
      ...{ peer: BAR.reading, peerName: 'bar' },
    };
    yield { case: 'requests/s, idle', unit: 'requests/s', ours: idle.requestsPerSecond };
    yield { case: 'p99 while indexing', unit: 'ms', ours: both.p99Ms, peer: idle.p99Ms, peerName: 'idle' };
    yield {
      ...{ case: 'events/s while read ÷ alone', unit: 'ratio', ours: getSpeed(both.ingestion) / alone },
      ...{ peer: BAR.writing, peerName: 'bar' },
    };
    yield { case: 'events/s, alone', unit: 'events/s', ours: alone };
  } finally {
    await anvil.stop();
    await api.stop();
    await pool.end();
    await postgres.stop();
  }
}

/** Lists and single inferences by turns. */
async function createMix(pool: ReturnType<typeof createPool>, url: string): Promise<() => string> {
  const samples = await sampleInferences(pool, url, SAMPLES);
  const [list, single] = QUESTIONS;
  let next = 0;
  return () => {
    const { id } = samples[(next >> 1) % samples.length]!;
    return JSON.stringify(next++ % 2 === 0 ? { query: list!.ours } : { query: single!.ours, variables: { id } });
  };
}

/** Asks until the indexer is done; the slice in which it ended is left out. */
async function readWhile(
  read: (durationMs: number) => Promise<RequestRate>,
  work: Promise<Ingestion>,
): Promise<RequestRate & { ingestion: Ingestion }> {
  let ingestion: Ingestion | undefined;
  const done = work.then((result) => (ingestion = result));
  const rates: RequestRate[] = [];
  while (!ingestion) {
    const rate = await read(SLICE_MS);
    if (!ingestion) rates.push(rate);
  }
  await done;
  return { ...joinRates(rates), ingestion };
}

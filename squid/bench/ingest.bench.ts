/**
 * The indexer against a chain of real logs: a backfill of 200,000 events of all four contracts into Postgres, ours with
 * the full schema (indexes, references, undo log) and Ponder's with the same rows without indexes; memory of both; how
 * closely it follows a chain that settles 20 inferences a second; how long a start after kill −9 takes.
 *
 * INGEST_EVENTS: another number of events. INGEST_GROWTH=1: also how fast it still is at 2,000,000 rows.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@tributary/db';
import { buildLedgerChain } from './ingest/buildLedgerChain.ts';
import type { Ingestion } from './ingest/Ingestion.ts';
import { measureGrowth } from './ingest/measureGrowth.ts';
import { measureHead } from './ingest/measureHead.ts';
import { PONDER_NAME, installPonder, runPonder } from './ingest/runPonder.ts';
import { runSquid } from './ingest/runSquid.ts';

const EVENTS = Number(process.env['INGEST_EVENTS'] ?? 200_000);
const INFERENCES_PER_SECOND = 20;
const BAR = { speedRatio: 2, peakRssMb: 350, lagMs: 1_000, restartMs: 5_000, growth: 0.7 };

const CACHE_DIR = fileURLToPath(new URL('../../.cache', import.meta.url));

const getSpeed = ({ eventCount, elapsedMs }: Ingestion): number => (eventCount * 1000) / elapsedMs;

export default async function* ingest(): AsyncGenerator<object> {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(join(CACHE_DIR, '.gitignore'), '*\n');
  const dataDir = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    yield* compareBackfills(postgres.url);
    const { lagMsP95, restartMs } = await measureHead(INFERENCES_PER_SECOND, postgres.url);
    yield {
      case: `mined → row p95 at ${INFERENCES_PER_SECOND} inferences/s, 1 s blocks`,
      unit: 'ms',
      ours: lagMsP95,
      peer: BAR.lagMs,
      peerName: 'bar',
    };
    yield { case: 'kill −9 → head again', unit: 'ms', ours: restartMs, peer: BAR.restartMs, peerName: 'bar' };
    if (process.env['INGEST_GROWTH'] === '1') {
      const growth = await measureGrowth(postgres.url);
      yield {
        case: 'events/s at 2,000,000 rows ÷ at 200,000',
        unit: 'ratio',
        ours: growth,
        peer: BAR.growth,
        peerName: 'bar',
      };
    } else {
      process.stderr.write('ingest: growth to 2,000,000 rows is left out; INGEST_GROWTH=1 measures it (minutes)\n');
    }
  } finally {
    await postgres.stop();
    rmSync(postgres.home, { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Ours before and after the peer, so that neither has the machine in a better mood. */
async function* compareBackfills(serverUrl: string): AsyncGenerator<object> {
  const { anvil, eventCount } = await buildLedgerChain(EVENTS, join(CACHE_DIR, 'ingest'));
  try {
    const runs = [await runSquid(anvil.rpcUrl, serverUrl)];
    const peer = await measurePeer(anvil.rpcUrl, serverUrl);
    runs.push(await runSquid(anvil.rpcUrl, serverUrl));
    const ours = runs.reduce((sum, run) => sum + getSpeed(run), 0) / runs.length;
    const name = `${eventCount.toLocaleString('en-US')} events into Postgres`;
    yield peer
      ? { case: name, unit: 'events/s', ours, peer: getSpeed(peer), peerName: PONDER_NAME }
      : { case: name, unit: 'events/s', ours };
    const peakRssMb = Math.max(...runs.map((run) => run.peakRssMb));
    yield { case: 'peak RSS of it', unit: 'MB', ours: peakRssMb, peer: BAR.peakRssMb, peerName: 'bar' };
    if (peer)
      yield { case: 'peak RSS of the peer', unit: 'MB', ours: peakRssMb, peer: peer.peakRssMb, peerName: PONDER_NAME };
  } finally {
    await anvil.stop();
  }
}

async function measurePeer(rpcUrl: string, serverUrl: string): Promise<Ingestion | undefined> {
  const cacheDir = join(CACHE_DIR, 'ponder');
  try {
    await installPonder(cacheDir);
    return await runPonder(rpcUrl, serverUrl, cacheDir);
  } catch (error) {
    process.stderr.write(`ingest: without ${PONDER_NAME}: ${(error as Error).message}\n`);
    return undefined;
  }
}

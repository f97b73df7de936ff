/**
 * The API over a synthetic ledger of 10⁶ inferences and 10⁷ payouts, against PostGraphile over the same database in the
 * same run: both as they are deployed, each in a process of its own, asked by turns over 16 connections that stay open.
 * Client, servers and Postgres share the machine. And a page deep in a list against its first.
 *
 * API_INFERENCES: another size. API_SECONDS: how long each is asked at a time (3). The ledger is made once, in
 * .cache/seeded-…, which takes minutes and 14 GB at the full size.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool } from '@tributary/db';
import { startSeededPostgres } from '@tributary/db/seed';
import type { Pool } from 'pg';
import type { GraphQLTarget } from './api/GraphQLTarget.ts';
import { measureDeepPage } from './api/measureDeepPage.ts';
import { joinRates, measureRequests, type RequestRate } from './api/measureRequests.ts';
import { QUESTIONS, type SampledInference } from './api/QuestionCase.ts';
import { sampleInferences } from './api/sampleInferences.ts';
import { startOurs } from './api/startOurs.ts';
import { installPostGraphile, POSTGRAPHILE_NAME, startPostGraphile } from './api/startPostGraphile.ts';

const INFERENCES = Number(process.env['API_INFERENCES'] ?? 1_000_000);
const DURATION_MS = Number(process.env['API_SECONDS'] ?? 3) * 1_000;
const ROUNDS = 3;
const CONNECTIONS = 16;
const SAMPLES = 400;
const BAR = { p99Ms: 50, deepPage: 1.5 };

const CACHE_DIR = fileURLToPath(new URL('../../.cache', import.meta.url));

export default async function* api(): AsyncGenerator<object> {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(join(CACHE_DIR, '.gitignore'), '*\n');
  const postgres = await startSeededPostgres(CACHE_DIR, { inferenceCount: INFERENCES, withEvents: false });
  const pool = createPool(postgres.url, { max: 1 });
  const targets: GraphQLTarget[] = [];
  try {
    const ours = await startOurs(postgres.readOnlyUrl);
    targets.push(ours);
    const peer = await startPeer(postgres.readOnlyUrl);
    if (peer) targets.push(peer);
    yield* compareQuestions(pool, ours, peer);
    yield await compareDeepPage(pool, ours.url);
  } finally {
    for (const target of targets) await target.stop();
    await pool.end();
    await postgres.stop();
  }
}

async function startPeer(databaseUrl: string): Promise<GraphQLTarget | undefined> {
  const cacheDir = join(CACHE_DIR, 'postgraphile');
  try {
    await installPostGraphile(cacheDir);
    return await startPostGraphile(databaseUrl, cacheDir);
  } catch (error) {
    process.stderr.write(`api: without ${POSTGRAPHILE_NAME}: ${(error as Error).message}\n`);
    return undefined;
  }
}

async function* compareQuestions(
  pool: Pool,
  ours: GraphQLTarget,
  peer: GraphQLTarget | undefined,
): AsyncGenerator<object> {
  const samples = await sampleInferences(pool, ours.url, SAMPLES);
  for (const question of QUESTIONS) {
    const rates: { ours: RequestRate[]; peer: RequestRate[] } = { ours: [], peer: [] };
    // The first round warms both up and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      const durationMs = DURATION_MS;
      const measure = (target: GraphQLTarget, query: string) =>
        measureRequests(target.url, cycleBodies(query, samples), { connections: CONNECTIONS, durationMs });
      const own = await measure(ours, question.ours);
      const others = peer && (await measure(peer, question.peer));
      if (round === 0) continue;
      rates.ours.push(own);
      if (others) rates.peer.push(others);
    }
    const own = joinRates(rates.ours);
    const others = peer ? joinRates(rates.peer) : undefined;
    const name = `${question.name}, ${CONNECTIONS} connections`;
    yield {
      ...{ case: name, unit: 'requests/s', ours: own.requestsPerSecond },
      ...(others && { peer: others.requestsPerSecond, peerName: POSTGRAPHILE_NAME }),
    };
    yield { case: `${question.name}: p50`, unit: 'ms', ours: own.p50Ms, ...peerOf(others?.p50Ms) };
    yield { case: `${question.name}: p99`, unit: 'ms', ours: own.p99Ms, ...peerOf(others?.p99Ms) };
    yield { case: `${question.name}: p99`, unit: 'ms', ours: own.p99Ms, peer: BAR.p99Ms, peerName: 'bar' };
  }
}

function peerOf(value: number | undefined): object {
  return value === undefined ? {} : { peer: value, peerName: POSTGRAPHILE_NAME };
}

/** One inference after the other; a variable that a query has no use for would be refused. */
function cycleBodies(query: string, samples: readonly SampledInference[]): () => string {
  const bodies = samples.map(({ id, node }) =>
    JSON.stringify({
      query,
      variables: { ...(query.includes('$id') && { id }), ...(query.includes('$node') && { node }) },
    }),
  );
  let next = 0;
  return () => bodies[next++ % bodies.length]!;
}

async function compareDeepPage(pool: Pool, url: string): Promise<object> {
  const row = Math.floor(INFERENCES * 0.9);
  const { firstMs, deepMs } = await measureDeepPage(pool, url, row);
  return {
    ...{ case: `page of 20 at row ${row.toLocaleString('en-US')} ÷ first page`, unit: 'ratio', ours: deepMs / firstMs },
    ...{ peer: BAR.deepPage, peerName: 'bar' },
  };
}

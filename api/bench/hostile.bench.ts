/**
 * More than a thousand hostile requests (nested, aliased, batched, huge, malformed, injected, forged) against the API over
 * a big ledger: one after the other, then sixteen at a time beside a thousand connections that are half open. Each must be
 * refused or answered within 2 s; the server lives on and does not grow.
 *
 * The server runs as docs/api.md advises for one that strangers ask: an operation has 1.5 s, and sums come from partitions.
 *
 * HOSTILE_INFERENCES: another size of the ledger; 1,000,000 is made once, in minutes, and kept below .cache.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSeededPostgres } from '@tributary/db/seed';
import { runWriter } from '../../analytics/bench/runWriter.ts';
import { buildCorpus } from './hostile/buildCorpus.ts';
import { fireRequest, type FiredRequest } from './hostile/fireRequest.ts';
import type { HostileRequest } from './hostile/HostileRequest.ts';
import { type ApiProcess, startApiProcess } from './hostile/startApiProcess.ts';

const INFERENCES = Number(process.env['HOSTILE_INFERENCES'] ?? 1_000_000);
const CHAIN_ID = 31_337;
const AT_ONCE = 16;
const HALF_OPEN = 1_000;
const BAR = { slowestMs: 2_000, growthMb: 200 };
const CACHE_DIR = fileURLToPath(new URL('../../.cache', import.meta.url));
/** What the server has to have done once before its memory is a measure: every kind of question, and the console. */
const WARM_UP = [
  '{ inferences(first: 100) { nodes { id payouts(first: 100) { nodes { id } } } } }',
  '{ analytics { timeSeries(metric: PAYOUTS, interval: DAY, groupBy: ROLE) { points { value } } concentration { gini } } }',
  '{ search(text: "a") { matched } network { inferenceCount } }',
];

export default async function* hostile(): AsyncGenerator<object> {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(join(CACHE_DIR, '.gitignore'), '*\n');
  const postgres = await startSeededPostgres(CACHE_DIR, { inferenceCount: INFERENCES, withEvents: false });
  const analyticsDir = mkdtempSync(join(tmpdir(), 'hostile-bench-'));
  try {
    await runWriter(postgres.readOnlyUrl, join(analyticsDir, String(CHAIN_ID)), CHAIN_ID);
    const api = await startApiProcess(postgres.readOnlyUrl, analyticsDir);
    try {
      yield* measure(api);
    } finally {
      await api.stop();
    }
  } finally {
    await postgres.stop();
    rmSync(analyticsDir, { recursive: true, force: true });
  }
}

async function* measure(api: ApiProcess): AsyncGenerator<object> {
  const corpus = buildCorpus();
  const over = `${corpus.length.toLocaleString('en-US')} requests over ${INFERENCES.toLocaleString('en-US')} inferences`;
  await warmUp(api);
  const baselineMb = api.readRssMb();
  let peakMb = baselineMb;
  const sampler = setInterval(() => (peakMb = Math.max(peakMb, api.readRssMb())), 50);
  try {
    const alone = await fireAll(api, corpus, 1);
    yield describeSlowest(`${over}, one by one: slowest`, alone);
    const sockets = openHalfWay(api, HALF_OPEN);
    const together = await fireAll(api, corpus, AT_ONCE);
    for (const socket of sockets) socket.destroy();
    yield describeSlowest(`${AT_ONCE} at a time beside ${HALF_OPEN} half-open connections: slowest`, together);
    const all = [...alone, ...together];
    const settled = all.filter(isSettled);
    for (const each of all) if (!isSettled(each)) report('neither refused nor answered', each);
    yield { case: 'refused or answered', unit: 'requests', ours: settled.length, peer: all.length, peerName: 'bar' };
  } finally {
    clearInterval(sampler);
  }
  const isWell = api.isAlive() && (await ask(api, '{ network { name } }')) === 200;
  yield { case: 'alive afterwards, and answers', unit: 'servers', ours: isWell ? 1 : 0, peer: 1, peerName: 'bar' };
  yield {
    case: 'growth of its memory at the peak',
    unit: 'MB',
    ours: peakMb - baselineMb,
    peer: BAR.growthMb,
    peerName: 'bar',
  };
}

async function fireAll(api: ApiProcess, corpus: readonly HostileRequest[], atOnce: number): Promise<FiredRequest[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const fired: FiredRequest[] = [];
  const waiting = corpus.toReversed();
  const work = async () => {
    for (let request = waiting.pop(); request !== undefined; request = waiting.pop())
      fired.push(await fireRequest(new URL(api.url).origin, request, agent));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
  return fired;
}

/** 503 is a refusal: the server has too much to do. A body above the limit is answered while it is still being sent: the connection may end before the answer is read. */
function isSettled({ request, status }: FiredRequest): boolean {
  if (status === null) return (request.body?.length ?? 0) > 64 * 1024;
  return status < 500 || status === 503;
}

function describeSlowest(name: string, fired: readonly FiredRequest[]): object {
  const bySpeed = fired.toSorted((a, b) => b.elapsedMs - a.elapsedMs);
  for (const each of bySpeed.slice(0, 3)) report('slow', each);
  return { case: name, unit: 'ms', ours: bySpeed[0]?.elapsedMs ?? 0, peer: BAR.slowestMs, peerName: 'bar' };
}

function report(what: string, { request, status, codes, elapsedMs }: FiredRequest): void {
  const outcome = `${status ?? 'cut'} ${[...new Set(codes)].join()}`.trim();
  process.stderr.write(`hostile: ${what}: ${request.kind}, ${request.name}: ${outcome}, ${Math.round(elapsedMs)} ms\n`);
}

function openHalfWay(api: ApiProcess, count: number): Socket[] {
  const { hostname, port } = new URL(api.url);
  return Array.from({ length: count }, (_, index) => {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    if (index % 2 === 1) socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    return socket;
  });
}

async function warmUp(api: ApiProcess): Promise<void> {
  await (await fetch(api.url, { headers: { accept: 'text/html' } })).text();
  for (let round = 0; round < 20; round++) for (const query of WARM_UP) await ask(api, query);
}

async function ask(api: ApiProcess, query: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(api.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  await response.text();
  return response.status;
}

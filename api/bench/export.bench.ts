/**
 * All payouts of a big ledger as CSV and as NDJSON, client and server on one machine: rows a second, and by how much the
 * server grows while it sends them.
 *
 * EXPORT_INFERENCES: another size of the ledger (ten payouts an inference); 1,000,000 is made once, in minutes, and kept
 * below .cache. EXPORT_PARQUET=1: also Parquet.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSeededPostgres } from '@tributary/db/seed';
import { type ApiProcess, startApiProcess } from './hostile/startApiProcess.ts';

const INFERENCES = Number(process.env['EXPORT_INFERENCES'] ?? 1_000_000);
const FORMATS = process.env['EXPORT_PARQUET'] === '1' ? ['csv', 'ndjson', 'parquet'] : ['csv', 'ndjson'];
const BAR = { rowsPerSecond: 150_000, growthMb: 100 };
const SAMPLE_MS = 100;
const CACHE_DIR = fileURLToPath(new URL('../../.cache', import.meta.url));
/** Exports read Postgres alone. */
const NO_PARTITIONS = join(CACHE_DIR, 'no-partitions');

export default async function* exports(): AsyncGenerator<object> {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(join(CACHE_DIR, '.gitignore'), '*\n');
  const postgres = await startSeededPostgres(CACHE_DIR, { inferenceCount: INFERENCES, withEvents: false });
  try {
    const api = await startApiProcess(postgres.readOnlyUrl, NO_PARTITIONS);
    try {
      for (const format of FORMATS) yield* measure(api, format);
    } finally {
      await api.stop();
    }
  } finally {
    await postgres.stop();
  }
}

async function* measure(api: ApiProcess, format: string): AsyncGenerator<object> {
  await download(api, `payouts.${format}?limit=20000`);
  const before = api.readRssMb();
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, api.readRssMb())), SAMPLE_MS);
  const { rowCount, byteCount, elapsedMs } = await download(api, `payouts.${format}`);
  clearInterval(sampling);
  const what = `${rowCount.toLocaleString('en')} payouts, ${Math.round(byteCount / 1e6)} MB as ${format}`;
  yield {
    case: what,
    unit: 'rows/s',
    ours: (rowCount * 1000) / elapsedMs,
    peer: BAR.rowsPerSecond,
    peerName: 'bar',
  };
  yield {
    case: `growth of the server, ${format}`,
    unit: 'MB',
    ours: peak - before,
    peer: BAR.growthMb,
    peerName: 'bar',
  };
}

interface Download {
  rowCount: number;
  byteCount: number;
  elapsedMs: number;
}

/** Reads all of an export and throws it away. The count of rows is the server's, who tells it at the end only. */
async function download(api: ApiProcess, path: string): Promise<Download> {
  const startedAt = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(api.url.replace('/graphql', `/export/${path}`), resolve).once('error', reject);
  });
  let byteCount = 0;
  for await (const chunk of response) byteCount += (chunk as Buffer).length;
  const told = response.headers['x-row-count'] ?? response.trailers['x-row-count'];
  if (response.statusCode !== 200 || told === undefined) throw new Error(`${path} ended with ${response.statusCode}`);
  return { rowCount: Number(told), byteCount, elapsedMs: performance.now() - startedAt };
}

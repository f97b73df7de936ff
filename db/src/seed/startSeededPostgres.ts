import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations } from '../applyMigrations';
import { connectClient } from '../connectClient';
import { startEmbeddedPostgres } from '../embedded/startEmbeddedPostgres';
import { ensureReadOnlyRole } from '../ensureReadOnlyRole';
import { LedgerNotEmptyError } from './errors';
import { seedLedger, type SeedOptions } from './seedLedger';

export interface SeededPostgres {
  /** Superuser URL. */
  url: string;
  /** Of a role that can only read. */
  readOnlyUrl: string;
  /** Of the postmaster. */
  pid: number;
  /** Whether the ledger was made now; the first time takes minutes at 10⁶. */
  isNew: boolean;
  stop(): Promise<void>;
}

/**
 * A synthetic ledger in an embedded Postgres below `cacheDir`, made the first time and used again, with later migrations
 * applied, until what makes ledgers changes; those of the same size that are no longer right are removed. For benchmarks:
 * the server is not crash-safe. Several processes may ask for the same one at once.
 */
export async function startSeededPostgres(cacheDir: string, options: SeedOptions): Promise<SeededPostgres> {
  const { inferenceCount, seed = '1', withEvents = true } = options;
  const size = `seeded-${inferenceCount}-${withEvents ? 'full' : 'lean'}-`;
  const name = size + digestSources(seed);
  mkdirSync(cacheDir, { recursive: true });
  for (const other of readdirSync(cacheDir)) {
    const isOutdated = other.startsWith(size) && other !== name;
    // One that runs is somebody's, or was killed; whoever comes next removes it.
    const isRunning = existsSync(join(cacheDir, other, 'postgres/cluster/postmaster.pid'));
    if (isOutdated && !isRunning) rmSync(join(cacheDir, other), { recursive: true, force: true });
  }
  const dataDir = join(cacheDir, name);
  mkdirSync(dataDir, { recursive: true });
  // As root the server runs as another account, which must get in here.
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  try {
    await applyMigrations(server.url);
    const isNew = !(await isSeeded(server.url));
    if (isNew) await seedOnce(server.url, options);
    // The same one for everybody who uses the server at this time.
    const password = createHash('sha256').update(server.url).digest('hex');
    const readOnlyUrl = await ensureReadOnlyRole(server.url, { role: 'tributary_reader', password });
    return { url: server.url, readOnlyUrl, pid: server.pid, isNew, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What decides which rows there are: this folder. Migrations are applied to a ledger that is there already. */
function digestSources(seed: string): string {
  const hash = createHash('sha256').update(seed);
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.js') && !file.startsWith('startSeeded'));
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(__dirname, file)));
  return hash.digest('hex').slice(0, 12);
}

async function isSeeded(url: string): Promise<boolean> {
  const client = await connectClient(url);
  try {
    return (await client.query('select from ledger_origin')).rowCount === 1;
  } finally {
    await client.end();
  }
}

/** Another process may have been quicker: it holds the tables until its ledger is complete. */
async function seedOnce(url: string, options: SeedOptions): Promise<void> {
  try {
    await seedLedger(url, options);
  } catch (error) {
    if (!(error instanceof LedgerNotEmptyError && error.facts['isSynthetic'] === true)) throw error;
  }
}

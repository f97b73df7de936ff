/**
 * Inferences recomputed a second, whole pipeline: from the queue in Postgres through blobs, model, query, scores, wei
 * and evidence to the stored verdict. A devnet first settles some hundred answers of its own models; then chain and
 * indexer stop, and one engine process a core decides all of them.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { applyMigrations, createPool, startEmbeddedPostgres } from '@tributary/db';
import { BlobStore } from '@tributary/devnet';

const INFERENCES = Number(process.env['RECOMPUTE_BENCH_INFERENCES'] ?? 300);
const SETTLEMENTS_PER_SECOND = 20;
const BAR = 20;
/** Engines load their models while the first of these are decided. */
const WARM_UP = 40;
const DEADLINE_MS = 10 * 60_000;

const entryOf = (service: string): string => fileURLToPath(new URL(`../../${service}/lib/main.js`, import.meta.url));

export default async function* recompute(): AsyncGenerator<object> {
  const folder = await mkdtemp(join(tmpdir(), 'recompute-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  const pool = createPool(postgres.url, { max: 1, applicationName: 'recompute-bench' });
  const children: ChildProcess[] = [];
  const start = async (
    service: string,
    env: Record<string, string>,
  ): Promise<{ child: ChildProcess; ready: unknown }> => {
    const child = fork(entryOf(service), {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    children.push(child);
    const [ready] = await once(child, 'message');
    return { child, ready };
  };
  const count = async (sql: string): Promise<number> =>
    Number((await pool.query<{ count: string }>(`SELECT count(*) FROM ${sql}`)).rows[0]!.count);
  const waitUntil = async (isDone: () => Promise<boolean>): Promise<void> => {
    const deadline = performance.now() + DEADLINE_MS;
    while (!(await isDone())) {
      if (performance.now() > deadline) throw new Error('the network was too slow for this benchmark');
      await sleep(50);
    }
  };
  try {
    await applyMigrations(postgres.url);
    const dataDir = join(folder, 'devnet');
    const devnet = await start('devnet', {
      DATA_DIR: dataDir,
      RPC_PORT: '0',
      BLOB_PORT: '0',
      SETTLEMENTS_PER_SECOND: String(SETTLEMENTS_PER_SECOND),
      DISHONEST_ONE_IN: '10',
      SEED: 'recompute-bench',
    });
    const { rpcUrl, chainId } = devnet.ready as { rpcUrl: string; chainId: number };
    const squid = await start('squid', { DATABASE_URL: postgres.url, RPC_URL: rpcUrl, CHAIN_ID: String(chainId) });
    const paid = 'inference i WHERE EXISTS (SELECT FROM payout p WHERE p.inference_id = i.id)';
    await waitUntil(async () => (await count(paid)) >= INFERENCES);
    for (const { child } of [devnet, squid]) await stop(child);

    const gateway = await new BlobStore(join(dataDir, 'blobs')).serve(0);
    const total = await count(paid);
    const engines = availableParallelism();
    for (let i = 0; i < engines; i++) {
      void start('attribution-engine', {
        DATABASE_URL: postgres.url,
        BLOB_GATEWAY: gateway.gateway,
        ALLOW_PRIVATE_GATEWAY: 'true',
        GRACE_SECONDS: '1000000',
        SCORING_BACKEND: 'wasm',
      });
    }
    await waitUntil(async () => (await count('reconciliation')) >= WARM_UP);
    const from = { count: await count('reconciliation'), at: performance.now() };
    await waitUntil(async () => (await count('reconciliation')) >= total);
    const seconds = (performance.now() - from.at) / 1000;
    yield {
      case: `${total - from.count} devnet inferences, ${engines} engine processes, wasm`,
      unit: 'inferences/s',
      ours: Math.round((10 * (total - from.count)) / seconds) / 10,
      peer: BAR,
      peerName: 'bar',
    };
    await gateway.close();
  } finally {
    await Promise.all(children.map(stop));
    await pool.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** `tributary reindex` as a person calls it, beside the indexer as it is deployed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPool, startEmbeddedPostgres, type Pool } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { deployContracts, startAnvil, type Anvil } from '@tributary/devnet/chain';
import { createPublicClient, http } from 'viem';
import { afterEach, expect, it, vi } from 'vitest';
import { loadChainRows } from '../../squid/test/loadChainRows.js';
import { Stage } from '../../squid/test/Stage.js';
import { startIndexer, type Indexer } from '../../squid/test/startIndexer.js';

const MAIN = resolve(import.meta.dirname, '../lib/main.js');
const PATIENCE = { timeout: 40_000, interval: 50 };
const VERDICT = `insert into reconciliation (id, inference_block_number, inference_block_hash, payouts_digest, verdict,
  reason, fee_wei, paid_wei, engine_version, elapsed_ms, attempts, decided_at, evidence, evidence_digest)
  values ('1', 1, '0x', '0x', 'MATCHED', '', 1, 1, '0', 1, 1, now(), '{}', '0x')`;

const started: { stop(): Promise<unknown> }[] = [];
function track<T extends { stop(): Promise<unknown> }>(thing: T): T {
  started.push(thing);
  return thing;
}
afterEach(async () => {
  for (const thing of started.splice(0).reverse()) await thing.stop();
});

async function reindex(databaseUrl: string, ...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [MAIN, 'reindex', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.error += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

async function openDatabase(): Promise<{ database: TestDatabase; pool: Pool }> {
  const database = await createTestDatabase();
  track({ stop: () => database.close() });
  const pool = createPool(database.url, { max: 1 });
  track({ stop: () => pool.end() });
  return { database, pool };
}

async function playChain(): Promise<{ anvil: Anvil; headHash: string }> {
  const anvil = track(await startAnvil({ port: 0 }));
  await deployContracts(anvil);
  await new Stage(anvil).playAll();
  const { hash: headHash } = await createPublicClient({ transport: http(anvil.rpcUrl) }).getBlock();
  return { anvil, headHash };
}

it('an indexer that runs notices, and reads the same rows again; verdicts stay', async () => {
  const { database, pool } = await openDatabase();
  const { anvil, headHash } = await playChain();
  const indexer: Indexer = track(startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl }));
  await indexer.waitForHead(headHash);
  const before = await loadChainRows(database.url);
  expect(before['inference']).toHaveLength(2);
  await pool.query(VERDICT);
  // A row that no chain has: gone only when everything was read again.
  await pool.query(`insert into account (id, first_seen_block_number) values ('0xstray', 1)`);

  const { code, out, error } = await reindex(database.url, '--yes');
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toMatch(/everything read up to block \d+:\n +2 inferences, \d+ contributions, 2 models/);
  expect(out).not.toContain(new URL(database.url).password || 'no password');
  // It notices when it next writes: a chain that stands still is not read again.
  await anvil.mine();
  await vi.waitFor(async () => expect(await loadChainRows(database.url)).toEqual(before), PATIENCE);
  expect((await pool.query('select id, verdict from reconciliation')).rows).toEqual([{ id: '1', verdict: 'MATCHED' }]);
});

it('an indexer that starts later reads everything again', async () => {
  const { database } = await openDatabase();
  const { anvil, headHash } = await playChain();
  const first = track(startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl }));
  await first.waitForHead(headHash);
  const before = await loadChainRows(database.url);
  await first.stop();
  expect(await reindex(database.url, '--yes')).toMatchObject({ code: 0 });
  expect((await loadChainRows(database.url))['inference']).toEqual([]);
  const second = track(startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl }));
  await second.waitForHead(headHash);
  expect(await loadChainRows(database.url)).toEqual(before);
});

it('changes nothing where nobody can be asked and nobody said yes', async () => {
  const { database, pool } = await openDatabase();
  await pool.query(`insert into account (id, first_seen_block_number) values ('0xkept', 1)`);
  const { code, out, error } = await reindex(database.url);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toMatch(/^tributary: Nobody can be asked here; --yes goes on without asking\. See .*\n$/);
  expect((await pool.query('select id from account')).rows).toEqual([{ id: '0xkept' }]);
});

it('clears the database of a stopped network and leaves it stopped, and says when there is none', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-reindex-'));
  track({ stop: async () => rmSync(dataDir, { recursive: true, force: true }) });
  const none = await reindex('', '--yes', '--data', dataDir);
  expect(none).toMatchObject({ code: 1, out: '', error: expect.stringContaining('holds no database') });

  chmodSync(dataDir, 0o755);
  mkdirSync(join(dataDir, 'run'));
  const options = { dataDir: join(dataDir, 'postgres'), durable: false };
  const server = await startEmbeddedPostgres(options);
  await server.stop();
  // As when the process that started it has ended, too.
  rmSync(join(server.home, 'owner.json'));
  const cleared = await reindex('', '--yes', '--data', dataDir);
  expect(cleared).toMatchObject({ code: 0, error: '' });
  expect(cleared.out).toContain(`the database of ${dataDir}, whose network is stopped:\n  nothing, since no block`);
  const again = await startEmbeddedPostgres(options);
  expect(again.reused).toBe(false);
  await again.stop();
});

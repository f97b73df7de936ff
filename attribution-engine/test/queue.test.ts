/** What the queue promises when a worker dies or a decision cannot be made here. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '@tributary/db/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listDeadLetters, retryDeadLetters } from '../src/worker/deadLetters.js';
import { openRecomputeQueue } from '../src/worker/recomputeQueue.js';
import { EngineStage } from './EngineStage.js';
import type { TinyLedger } from './tinyLedger.js';
import { createTinyNetwork, type SettledAnswer } from './tinyNetwork.js';

const MAIN = fileURLToPath(new URL('../lib/main.js', import.meta.url));
const network = await createTinyNetwork();

let stage: EngineStage;
let honest: SettledAnswer;
let database: TestDatabase;
let ledger: TinyLedger;
const children: ChildProcess[] = [];

beforeEach(async () => {
  stage = await EngineStage.open(network);
  ({ honest, database, ledger } = stage);
  await ledger.mine(4);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await stage.close();
});

function spawnEngine(): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    BLOB_GATEWAY: stage.gatewayUrl,
    ALLOW_PRIVATE_GATEWAY: 'true',
    SCORING_BACKEND: 'reference',
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
}

async function settle(ids: readonly string[]): Promise<void> {
  for (const id of ids) await ledger.settle(id, honest.facts, 4);
  for (const id of ids) await ledger.pay(id, honest.facts, 4);
}

const verdicts = (): Promise<{ id: string; verdict: string; attempts: number }[]> =>
  ledger.query('SELECT id, verdict, attempts FROM reconciliation ORDER BY id::int');

const waitForVerdicts = (ids: readonly string[]): Promise<void> =>
  vi.waitFor(async () => expect(await verdicts()).toEqual(ids.map((id) => ({ id, verdict: 'MATCHED', attempts: 1 }))), {
    timeout: 40_000,
    interval: 100,
  });

it('loses and doubles nothing when a worker is killed in the middle of a decision', async () => {
  const isWorking = new Promise<void>((resolve) => {
    stage.onFetch = (digest) => {
      if (digest !== honest.facts.transcript.digest) return;
      resolve();
      // The killed worker never gets its answer; the next one does.
      stage.onFetch = () => undefined;
      return new Promise(() => undefined);
    };
  });
  const ids = ['1', '2', '3', '4', '5', '6'];
  const child = spawnEngine();
  await settle(ids);
  await isWorking;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const [{ count: active } = { count: '0' }] = await ledger.query<{ count: string }>(
    "SELECT count(*) FROM pgboss.job WHERE name = 'recompute' AND state = 'active'",
  );
  expect(Number(active)).toBeGreaterThan(0);

  // Its heartbeats stop; that they are late is what the next worker's supervision sees.
  await ledger.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '1 hour' WHERE state = 'active'");
  await stage.startEngine();
  await waitForVerdicts(ids);
  const lines = await ledger.query('SELECT FROM reconciliation_line');
  expect(lines).toHaveLength(ids.length * honest.facts.payouts.length);
});

it('puts what cannot be decided here aside, says why, goes on with the rest, and tries it again when told', async () => {
  await (await openRecomputeQueue(database.url, () => undefined)).stop({ graceful: false });
  await ledger.query("UPDATE pgboss.queue SET retry_limit = 0 WHERE name = 'recompute'");
  await ledger.query("ALTER TABLE reconciliation ADD CONSTRAINT poison CHECK (id <> '1')");
  await settle(['1', '2']);
  await stage.startEngine();
  await vi.waitFor(async () => expect(await listDeadLetters(database.url)).toHaveLength(1), { timeout: 20_000 });
  expect(await listDeadLetters(database.url)).toMatchObject([
    { inferenceId: '1', reason: expect.stringContaining('poison') as string },
  ]);
  // Decided after it was put aside: a sweep that queued it again would have done so by then.
  await ledger.mine(5);
  await ledger.settle('3', honest.facts, 5);
  await ledger.pay('3', honest.facts, 5);
  await waitForVerdicts(['2', '3']);
  expect(await listDeadLetters(database.url)).toHaveLength(1);

  await ledger.query('ALTER TABLE reconciliation DROP CONSTRAINT poison');
  expect(await retryDeadLetters(database.url)).toBe(1);
  await waitForVerdicts(['1', '2', '3']);
  expect(await listDeadLetters(database.url)).toEqual([]);
});

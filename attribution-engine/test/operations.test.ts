/** What the engine shows to those who run it, and how it ends, as the process that is deployed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEAD_LETTER_QUEUE, openRecomputeQueue } from '../src/worker/recomputeQueue.js';
import { EngineStage } from './EngineStage.js';
import { startEngineProcess, type EngineProcess } from './startEngineProcess.js';
import { createTinyNetwork } from './tinyNetwork.js';

const network = await createTinyNetwork();
const PATIENCE = { timeout: 40_000, interval: 50 };

let stage: EngineStage;
const started: EngineProcess[] = [];
let release: () => void;

beforeEach(async () => {
  stage = await EngineStage.open(network);
  await stage.ledger.mine(4);
});

afterEach(async () => {
  release?.();
  for (const { child, exited } of started.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
  await stage.close();
});

function start(env?: Record<string, string>): EngineProcess {
  const engine = startEngineProcess(stage, env);
  started.push(engine);
  return engine;
}

async function settle(inferenceId: string): Promise<void> {
  await stage.ledger.settle(inferenceId, stage.honest.facts, 4);
  await stage.ledger.pay(inferenceId, stage.honest.facts, 4);
}

/** Begins a decision that does not end before `release` is called. */
async function beginDecision(inferenceId: string): Promise<void> {
  const held = Promise.withResolvers<void>();
  release = held.resolve;
  stage.onFetch = () => held.promise;
  await settle(inferenceId);
  const active = "SELECT FROM pgboss.job WHERE name = 'recompute' AND state = 'active'";
  await vi.waitFor(async () => expect(await stage.ledger.query(active)).toHaveLength(1), PATIENCE);
}

const fetchText = async (url: string): Promise<string> => (await fetch(url)).text();
const fetchHealth = async (url: string): Promise<unknown> => {
  const response = await fetch(`${url}/healthz`);
  return { code: response.status, ...((await response.json()) as object) };
};
/** Those of the engine in the table of docs/operations.md. */
function documentedMetrics(): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  return [...page.matchAll(/^\| `(tributary_\w+)[^|]*\| [^|]*\b(?:engine|all)\b/gm)].map(([, name]) => name!).sort();
}
const loadVerdicts = (): Promise<object[]> => stage.ledger.query('SELECT id, verdict FROM reconciliation ORDER BY id');

it('shows its health, its verdicts, its queues and how long it took', async () => {
  const { ready } = start();
  const { operationsUrl: url } = await ready;
  expect(await fetchHealth(url)).toMatchObject({
    code: 200,
    service: 'engine',
    status: 'ok',
    checks: [
      { name: 'database', ok: true },
      { name: 'queue', ok: true },
      { name: 'scoring', ok: true, detail: expect.stringContaining('reference') },
    ],
  });
  await settle('1');
  await vi.waitFor(async () => expect(await loadVerdicts()).toEqual([{ id: '1', verdict: 'MATCHED' }]), PATIENCE);
  // Nobody has asked before: these are no numbers from the time before the verdict.
  const metrics = await fetchText(`${url}/metrics`);
  expect(metrics).toMatch(/^tributary_inferences\{verdict="MATCHED"\} 1$/m);
  expect(metrics).toMatch(/^tributary_recompute_seconds_count\{outcome="MATCHED"\} 1$/m);
  expect(metrics).toMatch(/^tributary_recompute_seconds_bucket\{le="60",outcome="MATCHED"\} 1$/m);
  expect(metrics).toMatch(/^tributary_queue_jobs\{queue="recompute",state="ready"\} 0$/m);
  expect(metrics).toMatch(/^tributary_queue_jobs\{queue="measure-index",state="active"\} \d$/m);
  expect(metrics).toMatch(/^tributary_dead_letters 0$/m);
  expect(metrics).toMatch(/^tributary_last_sweep_timestamp_seconds 1\.?\d+/m);
  expect(metrics).toMatch(/^tributary_engine_info\{version="[^"]+",backend="reference",device="[^"]+"\} 1$/m);
  expect(metrics).toMatch(/^tributary_library_entries\{kind="index"\} 1$/m);
  expect(metrics).toMatch(/^tributary_database_connections\{state="waiting"\} \d+$/m);
  expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
  const served = [...metrics.matchAll(/^# TYPE (tributary_\w+)/gm)].map(([, name]) => name);
  expect(served.sort()).toEqual(documentedMetrics());
});

it('counts what waits in the dead-letter queue', async () => {
  const boss = await openRecomputeQueue(stage.database.url, () => undefined);
  await boss.send(DEAD_LETTER_QUEUE, { inferenceId: '9', inputsKey: 'x', attempts: 0 });
  await boss.stop({ graceful: false });
  const { operationsUrl: url } = await start().ready;
  expect(await fetchText(`${url}/metrics`)).toMatch(/^tributary_dead_letters 1$/m);
});

it('is ill without its database, and still lives and tells what it can', async () => {
  const { operationsUrl: url } = await start().ready;
  await stage.ledger.close();
  await stage.database.close();
  await vi.waitFor(async () => {
    expect(await fetchHealth(url)).toMatchObject({
      code: 503,
      status: 'failing',
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'database', ok: false, detail: expect.stringContaining('does not exist') }),
      ]),
    });
  }, PATIENCE);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  // Twice: all are read side by side, the count of failures too.
  await fetchText(`${url}/metrics`);
  const metrics = await fetchText(`${url}/metrics`);
  expect(metrics).not.toMatch(/^tributary_inferences\{/m);
  expect(metrics).toMatch(/^tributary_metrics_read_failures_total\{metric="tributary_inferences"\} [1-9]/m);
  expect(metrics).toMatch(/^tributary_last_sweep_timestamp_seconds/m);
});

it('ends what is under way, takes nothing more, and ends with 0', async () => {
  const engine = start({ LOG_FORMAT: 'json' });
  const { operationsUrl: url } = await engine.ready;
  await beginDecision('1');
  engine.child.kill('SIGTERM');
  await vi.waitFor(
    async () => expect(await fetchHealth(url)).toMatchObject({ code: 503, status: 'stopping' }),
    PATIENCE,
  );
  await settle('2');
  release();
  expect(await engine.exited).toEqual({ code: 0, signal: null });
  expect(await loadVerdicts()).toEqual([{ id: '1', verdict: 'MATCHED' }]);
  const lines = engine.getOutput().trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as { message: string });
  expect(records.every((each) => Object.keys(each).slice(0, 4).join() === 'time,level,service,message')).toBe(true);
  expect(records.map(({ message }) => message)).toEqual(
    expect.arrayContaining(['stopping: SIGTERM', 'inference 1: MATCHED', 'stopped']),
  );
});

it('a second signal ends it at once', async () => {
  const engine = start();
  const { operationsUrl: url } = await engine.ready;
  await beginDecision('1');
  engine.child.kill('SIGINT');
  await vi.waitFor(async () => expect(await fetchHealth(url)).toMatchObject({ status: 'stopping' }), PATIENCE);
  engine.child.kill('SIGINT');
  expect(await engine.exited).toEqual({ code: 130, signal: null });
  expect(await loadVerdicts()).toEqual([]);
});

it('ends in order when its parent is gone', async () => {
  const engine = start();
  await engine.ready;
  engine.child.disconnect();
  expect(await engine.exited).toEqual({ code: 0, signal: null });
});

it('says in one line what is missing', async () => {
  const engine = start({ DATABASE_URL: '' });
  expect(await engine.exited).toEqual({ code: 1, signal: null });
  expect(engine.getOutput()).toBe(
    "The engine's settings are wrong: DATABASE_URL is missing. See docs/operations.md.\n",
  );
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAnalyticsEngine, getPartitionFolder, ParquetFolder } from '../src/index.js';
import { loadManifest } from '../src/manifest/loadManifest.js';
import { getLastBlock, type Manifest } from '../src/manifest/Manifest.js';
import { CHAIN_ID, PAYOUTS_BY_MODEL, type Stage, startStage, VERDICTS } from './startStage.js';

const MAIN = fileURLToPath(new URL('../lib/main.js', import.meta.url));

let stage: Stage;
let child: ChildProcess | undefined;
beforeEach(async () => {
  stage = await startStage(5);
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await stage.close();
});

function startMain(env: Record<string, string> = {}): ChildProcess {
  child = fork(MAIN, {
    silent: true,
    env: {
      ...{ PATH: process.env['PATH'], DATABASE_URL: stage.readOnlyUrl, ANALYTICS_DIR: stage.path },
      ...{ CHAIN_ID: String(CHAIN_ID), ANALYTICS_INTERVAL_SECONDS: '1', ...env },
    },
  });
  return child;
}

const folder = (): string => getPartitionFolder(stage.path, CHAIN_ID);

async function waitFor(isThere: (manifest: Manifest) => boolean): Promise<void> {
  for (;;) {
    const manifest = existsSync(folder()) ? await loadManifest(folder()) : null;
    if (manifest !== null && isThere(manifest)) return;
    await sleep(50);
  }
}

/** Every file that the list names is as it was written. */
async function expectWhole(): Promise<void> {
  const manifest = existsSync(folder()) ? await loadManifest(folder()) : null;
  if (manifest === null) return;
  const files = await ParquetFolder.open(folder(), '64MiB');
  for (const { payouts, inferences, verdicts } of manifest.partitions) {
    for (const file of [payouts, inferences, verdicts]) expect(await files.isWhole(file), file.name).toBe(true);
  }
  files.close();
}

it('may be killed at any moment, goes on, and hears of verdicts', async () => {
  for (let killMs = 350; killMs <= 850; killMs += 100) {
    await stage.ledger.grow(15);
    await stage.ledger.setFinal(stage.ledger.head);
    const one = startMain();
    await sleep(killMs);
    one.kill('SIGKILL');
    await once(one, 'exit');
    await expectWhole();
  }
  const one = startMain();
  await waitFor(({ partitions }) => getLastBlock(partitions) === stage.ledger.head);
  const first = (await loadManifest(folder()))!;
  await stage.ledger.judgeAs(stage.ledger.inferences[0]!.id, 'OVERPAID');
  await waitFor(
    (manifest) =>
      manifest.verdictsAsOf.getTime() > first.verdictsAsOf.getTime() &&
      manifest.partitions[0]!.verdictMark !== first.partitions[0]!.verdictMark,
  );

  const engine = createAnalyticsEngine({
    ...{ db: stage.db, folder: folder(), chainId: CHAIN_ID, onFault: (error) => stage.faults.push(error) },
  });
  for (const question of [PAYOUTS_BY_MODEL, VERDICTS]) {
    const { cells, place } = await engine.loadSeries(question);
    expect(place.partitionsUpToBlock).toBe(stage.ledger.head);
    expect(cells).toEqual((await stage.postgres.loadSeries(question)).cells);
  }
  await engine.close();
  expect(stage.faults).toEqual([]);
  one.kill('SIGTERM');
  expect(await once(one, 'exit')).toEqual([0, null]);
  await expectWhole();
});

it('says how it is', async () => {
  await stage.ledger.grow(15);
  await stage.ledger.setFinal(15);
  const [message] = (await once(startMain(), 'message')) as [{ ready: boolean; operationsUrl: string }];
  expect(message.ready).toBe(true);
  await waitFor(({ partitions }) => partitions.length > 0);
  const health = (await (await fetch(`${message.operationsUrl}/healthz`)).json()) as {
    status: string;
    checks: object[];
  };
  expect(health).toMatchObject({ status: 'ok', checks: [{ name: 'database' }, { name: 'partitions', ok: true }] });
  const metrics = await (await fetch(`${message.operationsUrl}/metrics`)).text();
  expect(metrics).toMatch(/^tributary_analytics_block\b.* 15$/m);
  expect(metrics).toMatch(/^tributary_analytics_rows\{.*table="payouts".*\} [1-9]\d*$/m);
});

it.each([
  [{ DATABASE_URL: '' }, 'DATABASE_URL'],
  [{ ANALYTICS_DIR: '' }, 'ANALYTICS_DIR'],
  [{ CHAIN_ID: 'x' }, 'CHAIN_ID'],
  [{ ANALYTICS_INTERVAL_SECONDS: '0' }, 'ANALYTICS_INTERVAL_SECONDS'],
])('does not start with %j', async (env, name) => {
  const one = startMain(env);
  let said = '';
  one.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(one, 'exit')).toEqual([1, null]);
  expect(said).toContain(name);
});

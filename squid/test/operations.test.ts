/** What the indexer shows to those who run it, and how it ends, as the process that is deployed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployContracts, startAnvil } from '@tributary/devnet/chain';
import { createTestDatabase } from '@tributary/db/testing';
import { createPublicClient, http } from 'viem';
import { afterEach, expect, it, vi } from 'vitest';
import { Stage } from './Stage.js';
import { startIndexer } from './startIndexer.js';

const OPERATIONS_PAGE = join(import.meta.dirname, '../../docs/operations.md');
const PATIENCE = { timeout: 40_000, interval: 50 };

const started: { stop(): Promise<unknown> }[] = [];
function track<T extends { stop(): Promise<unknown> }>(thing: T): T {
  started.push(thing);
  return thing;
}
afterEach(async () => {
  for (const thing of started.splice(0).reverse()) await thing.stop();
});

it('shows how far it is, what it wrote, and which blocks were replaced; it ends with 0', async () => {
  const database = await createTestDatabase();
  track({ stop: () => database.close() });
  const anvil = track(await startAnvil({ port: 0 }));
  await deployContracts(anvil);
  await new Stage(anvil).playAll();
  const client = createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 });
  const indexer = track(startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl }));
  await indexer.waitForHead((await client.getBlock()).hash);
  const url = /health and metrics at (\S+)/.exec(indexer.getOutput())![1]!;
  const read = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
  const { number: height } = await client.getBlock();

  const health = await fetch(`${url}/healthz`);
  expect([health.status, await health.json()]).toMatchObject([
    200,
    {
      service: 'squid',
      status: 'ok',
      checks: [{ name: 'database' }, { name: 'index', detail: `block ${height} of ${height}` }],
    },
  ]);
  const text = await read();
  expect(text).toMatch(new RegExp(`^tributary_chain_block_number\\{tag="latest"\\} ${height}$`, 'm'));
  expect(text).toMatch(new RegExp(`^tributary_indexed_block_number ${height}$`, 'm'));
  expect(text).toMatch(/^tributary_head_lag_seconds 0$/m);
  expect(text).toMatch(/^tributary_events_total [1-9]\d*$/m);
  expect(text).toMatch(/^tributary_reorgs_healed_total 0$/m);
  expect(text).toMatch(/^sqd_processor_last_block /m);
  expect(text.match(/^# TYPE process_resident_memory_bytes /gm)).toHaveLength(1);
  const served = [...text.matchAll(/^# TYPE (tributary_\w+)/gm)].map(([, name]) => name!);
  const rows = readFileSync(OPERATIONS_PAGE, 'utf8').split('\n');
  const ours = rows.filter((row) => /^\| `tributary_[^|]*\| [^|]*\b(?:squid|all)\b/.test(row));
  const documented = ours.flatMap((row) => [...row.split('|')[1]!.matchAll(/tributary_\w+/g)].map(([name]) => name));
  expect(served.sort()).toEqual(documented.sort());

  await client.request({ method: 'anvil_reorg' as never, params: [1, []] as never });
  await vi.waitFor(async () => expect(await read()).toMatch(/^tributary_reorgs_healed_total 1$/m), PATIENCE);
  await indexer.stop();
  expect(await indexer.exited).toBe(0);
});

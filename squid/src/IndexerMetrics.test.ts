import { Registry } from '@tributary/operations';
import { expect, it } from 'vitest';
import type { ChainHeads } from './ChainHeads.js';
import { IndexerMetrics } from './IndexerMetrics.js';

const headsAt = (latest: number): ChainHeads => ({
  latest: { number: latest, hash: `0x${latest}`, parentHash: '0x' },
  safe: { number: latest - 1, hash: '0x' },
  finalized: { number: latest - 5, hash: '0x' },
});

it('tells lag, finality and reorgs', async () => {
  const registry = new Registry();
  let nowMs = 0;
  const metrics = new IndexerMetrics(registry, () => nowMs);
  const read = async (name: string): Promise<number | undefined> => {
    const line = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  };
  expect(await read('tributary_head_lag_blocks')).not.toBeGreaterThan(0);

  metrics.setHeads(headsAt(20));
  metrics.note({ firstNumber: 1, lastNumber: 20, blockCount: 20, eventCount: 7 });
  nowMs = 3_000;
  expect(await read('tributary_head_lag_seconds')).toBe(0);
  expect(await read('tributary_finality_lag_blocks')).toBe(5);
  expect(await read('tributary_chain_block_number{tag="safe"}')).toBe(19);

  metrics.setHeads(headsAt(23));
  nowMs = 5_000;
  expect(await read('tributary_head_lag_seconds')).toBe(2);
  expect(await read('tributary_head_lag_blocks')).toBe(3);

  metrics.note({ firstNumber: 19, lastNumber: 23, blockCount: 5, eventCount: 1 });
  expect(await read('tributary_head_lag_seconds')).toBe(0);
  expect(await read('tributary_reorgs_healed_total')).toBe(1);
  expect(await read('tributary_blocks_total')).toBe(25);
  expect(await read('tributary_events_total')).toBe(8);

  metrics.startRun();
  metrics.note({ firstNumber: 23, lastNumber: 23, blockCount: 1, eventCount: 0 });
  expect(await read('tributary_reorgs_healed_total')).toBe(1);
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BucketRule, SeriesQuestion, SpreadQuestion } from '@tributary/db';
import { describe, expect, it } from 'vitest';
import { METRICS, type MetricName, type MetricRule } from '../src/index.js';
import type { RandomLedger } from './RandomLedger.js';
import { type Stage, startStage } from './startStage.js';

const BUCKETS: readonly (BucketRule | null)[] = [
  null,
  { unit: 'seconds', width: 3_600, offset: 0 },
  { unit: 'seconds', width: 86_400, offset: 0 },
  { unit: 'seconds', width: 604_800, offset: 345_600 },
  { unit: 'blocks', width: 7, offset: 0 },
];

function ask(name: MetricName, ledger: RandomLedger): SeriesQuestion {
  const { table, amount, isDistinct, columns, conditions }: MetricRule = METRICS[name];
  const maybe = <Value>(value: () => Value): Value | undefined => (ledger.random() < 0.3 ? value() : undefined);
  const fromBlock = maybe(() => Math.floor(ledger.random() * ledger.head));
  const model = maybe(() => [{ column: 'model' as const, values: ['1', '3'] }]) ?? [];
  return {
    ...{ table, amount, isDistinct, conditions: [...conditions, ...model] },
    range: fromBlock === undefined ? {} : { fromBlock, toBlock: fromBlock + 50 },
    groupBy: ledger.pick([null, ...columns]),
    bucket: ledger.pick(BUCKETS),
    groupLimit: ledger.pick([1, 3, 200]),
    cellLimit: 5_000,
  };
}

/** Both engines, every number, several ways to ask. Returns how many cells came from partitions at least in part. */
async function compareEngines({ ledger, duckdb, postgres }: Stage, names: readonly MetricName[]): Promise<number> {
  let cellCount = 0;
  for (const name of names) {
    for (let round = 0; round < 3; round++) {
      const question = ask(name, ledger);
      const ours = await duckdb.loadSeries(question);
      const theirs = await postgres.loadSeries(question);
      expect(ours.cells, JSON.stringify(question)).toEqual(theirs.cells);
      expect(ours.place).toMatchObject({
        upToBlock: theirs.place.upToBlock,
        finalUpToBlock: theirs.place.finalUpToBlock,
      });
      if (ours.place.partitionsUpToBlock >= 0) cellCount += ours.cells.length;
      if (question.groupBy === null || question.isDistinct) continue;
      const spread = { ...question, groupBy: question.groupBy } satisfies SpreadQuestion;
      expect((await duckdb.loadSpread(spread)).decades).toEqual((await postgres.loadSpread(spread)).decades);
    }
  }
  return cellCount;
}

describe('partitions and the tail from Postgres', () => {
  it.each([1, 2, 3])('add up to the wei to what Postgres has, wherever partitions end (ledger %i)', async (seed) => {
    const stage = await startStage(seed);
    const { ledger, duckdb, faults, path } = stage;
    try {
      const writer = await stage.openWriter(ledger.pick([5, 40, 1_000]));
      let cellCount = 0;
      for (let step = 0; step < 5; step++) {
        await ledger.grow(5 + Math.floor(ledger.random() * 30));
        await ledger.judge(10);
        await ledger.setFinal(ledger.head - Math.floor(ledger.random() * 5));
        writer.dirtyVerdicts.noteAll();
        await writer.runRound();
        // Verdicts of partitions are those of the last round: a payout that comes later makes one stale.
        cellCount += await compareEngines(stage, ['VERDICTS', 'MISMATCHES']);
        await ledger.grow(Math.floor(ledger.random() * 4));
        cellCount += await compareEngines(stage, ['FEES', 'INFERENCES', 'PAYOUTS', 'ACTIVE_CONTRIBUTORS', 'REWARDS']);
      }
      expect(faults).toEqual([]);
      expect(cellCount).toBeGreaterThan(100);
      const [all] = (
        await duckdb.loadSeries({ ...ask('PAYOUTS', ledger), conditions: [], range: {}, groupBy: null, bucket: null })
      ).cells;
      expect(all?.amount).toBe(ledger.payouts.reduce((sum, { amountWei }) => sum + amountWei, 0n));
      const files = readdirSync(join(path, 'payouts')).length;
      expect(files).toBe(writer.manifest!.partitions.length);
    } finally {
      await stage.close();
    }
  });
});

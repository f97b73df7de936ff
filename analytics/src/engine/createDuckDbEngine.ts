import { join } from 'node:path';
import { type AnalyticsScope, type BucketRule, loadAnalyticsTail, type ReadDatabase } from '@tributary/db';
import { RetryableError } from '@tributary/protocol';
import { LedgerChangingError } from '../errors.js';
import { joinLimbs } from '../joinLimbs.js';
import { getLastBlock, type Manifest } from '../manifest/Manifest.js';
import type { AnalyticsEngine, AnswerPlace } from './AnalyticsEngine.js';
import { buildCellsSql, type PartitionSql } from './buildCellsSql.js';
import { buildSeriesSql, type SeriesRow } from './buildSeriesSql.js';
import { buildSpreadSql, type SpreadRow } from './buildSpreadSql.js';
import { createPostgresEngine } from './createPostgresEngine.js';
import { DuckDbReader, type DuckDbReaderOptions } from './DuckDbReader.js';
import { CARRIED_LIMBS } from './exactAmountSql.js';
import { getEdges, getPartitionsUpTo, PartitionSource } from './PartitionSource.js';

export interface DuckDbEngineOptions extends Omit<DuckDbReaderOptions, 'folder'> {
  db: ReadDatabase;
  /** Of the chain's partitions; it need not be there. */
  folder: string;
  chainId: number;
  /** Partitions could not be used and Postgres answered instead. */
  onFault: (error: unknown) => void;
}

type CellQuestion = AnalyticsScope & { bucket: BucketRule | null; isDistinct: boolean };

/** How often a question starts again because the index or the files changed under it. */
const ATTEMPTS = 4;

/**
 * Final rows from Parquet partitions, the rest from Postgres. One statement tells what the rest adds up to and which
 * partitions are still true, so that every row counts once. Without partitions, and where they cannot be read, Postgres
 * answers alone.
 */
export function createDuckDbEngine(options: DuckDbEngineOptions): AnalyticsEngine {
  const { db, folder, chainId, onFault } = options;
  const source = new PartitionSource(folder, chainId);
  const reader = new DuckDbReader(options);
  const postgres = createPostgresEngine(db);
  /** Lists whose files could not be read: said once, not at every question. */
  const faulty = new WeakSet<Manifest>();

  /** Null: nothing of the partitions can be used. */
  const loadPlan = async (
    manifest: Manifest,
    question: CellQuestion,
  ): Promise<{ cells: PartitionSql; place: AnswerPlace } | null> => {
    const edges = getEdges(manifest);
    let aboveBlock = getLastBlock(manifest.partitions);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (aboveBlock < 0) return null;
      const { state, cells: tail } = await loadAnalyticsTail(db, question, edges, aboveBlock);
      if (state.validToBlock !== aboveBlock) {
        aboveBlock = state.validToBlock;
        continue;
      }
      const files = getPartitionsUpTo(manifest.partitions, aboveBlock).map((partition) => partition[question.table]);
      const cells = buildCellsSql({
        scope: question,
        bucket: question.bucket,
        isDistinct: question.isDistinct,
        paths: files.map(({ name }) => join(folder, name)),
        limbCount: Math.max(...files.map(({ limbCount }) => limbCount)),
        tail,
      });
      const { upToBlock, finalUpToBlock } = state;
      const verdictsAsOf = question.table === 'verdicts' ? manifest.verdictsAsOf : null;
      return { cells, place: { upToBlock, finalUpToBlock, partitionsUpToBlock: aboveBlock, verdictsAsOf } };
    }
    throw new LedgerChangingError({ attempts: ATTEMPTS });
  };

  const answer = async <Answer>(
    question: CellQuestion,
    read: (cells: PartitionSql, place: AnswerPlace) => Promise<Answer>,
    fallBack: () => Promise<Answer>,
  ): Promise<Answer> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const manifest = await source.load().catch((error: unknown) => {
        onFault(error);
        return null;
      });
      if (manifest === null) return fallBack();
      const plan = await loadPlan(manifest, question);
      if (plan === null) return fallBack();
      try {
        return await read(plan.cells, plan.place);
      } catch (error) {
        if (error instanceof RetryableError) throw error;
        // Two small partitions became one in the meantime: the next manifest says so.
        if ((await source.load().catch(() => manifest)) !== manifest) continue;
        if (!faulty.has(manifest)) onFault(error);
        faulty.add(manifest);
        return fallBack();
      }
    }
    return fallBack();
  };

  return {
    loadSeries: (question, signal) =>
      answer(
        question,
        async (cells, place) => {
          const { text, values } = buildSeriesSql(cells, question);
          const rows = await reader.load<SeriesRow>(text, values, signal);
          return {
            place,
            cells: rows.map(({ bucket, key, n, hex }) => ({ bucket, key, count: n, amount: BigInt(`0x${hex}`) })),
          };
        },
        () => postgres.loadSeries(question),
      ),
    loadSpread: (question, signal) =>
      answer(
        { ...question, bucket: null, isDistinct: false },
        async (cells, place) => {
          const { text, values } = buildSpreadSql(cells);
          const rows = await reader.load<SpreadRow>(text, values, signal);
          return {
            place,
            decades: rows.map((row) => ({
              decade: row.decade,
              groupCount: row.groupCount,
              amount: joinSums(row, 'a'),
              weightedAmount: joinSums(row, 'w'),
              topAmount: joinSums(row, 't'),
            })),
          };
        },
        () => postgres.loadSpread(question),
      ),
    close: () => reader.close(),
  };
}

function joinSums(row: SpreadRow, kind: 'a' | 'w' | 't'): bigint {
  return joinLimbs(Array.from({ length: CARRIED_LIMBS }, (_, limb) => row[`${kind}${limb}`]!));
}

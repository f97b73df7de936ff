import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReadDatabase, type PooledReadDatabase, type SeriesQuestion } from '@tributary/db';
import { createTestDatabase } from '@tributary/db/testing';
import {
  type AnalyticsEngine,
  createAnalyticsEngine,
  createPostgresEngine,
  ParquetFolder,
  PartitionWriter,
} from '../src/index.js';
import { RandomLedger } from './RandomLedger.js';

export const CHAIN_ID = 7;

/** All payouts by role and model: whatever is wrong with a row shows here. */
export const PAYOUTS_BY_MODEL: SeriesQuestion = {
  ...{ table: 'payouts', amount: 'wei', isDistinct: false, conditions: [], range: {}, groupBy: 'model' },
  ...{ bucket: { unit: 'blocks', width: 5, offset: 0 }, groupLimit: 200, cellLimit: 5_000 },
};

export const VERDICTS: SeriesQuestion = {
  ...{ table: 'verdicts', amount: 'one', isDistinct: false, conditions: [], range: {}, groupBy: 'verdict' },
  ...{ bucket: { unit: 'blocks', width: 5, offset: 0 }, groupLimit: 200, cellLimit: 5_000 },
};

/** A database with a ledger, a folder for its partitions, and both engines over them. */
export interface Stage {
  databaseUrl: string;
  readOnlyUrl: string;
  db: PooledReadDatabase;
  /** Has a quote in it. */
  path: string;
  ledger: RandomLedger;
  duckdb: AnalyticsEngine;
  postgres: AnalyticsEngine;
  /** Why partitions could not be used. */
  faults: unknown[];
  log: string[];
  openWriter(maxRows?: number, chainId?: number): Promise<PartitionWriter>;
  close(): Promise<void>;
}

export async function startStage(seed: number): Promise<Stage> {
  const database = await createTestDatabase();
  const readOnlyUrl = await database.createReadOnlyUrl();
  const db = createReadDatabase({ url: readOnlyUrl, statementTimeoutMs: 30_000, maxConnections: 2 });
  const path = mkdtempSync(join(tmpdir(), "tributary-analytics-it's-"));
  const ledger = await RandomLedger.create(database.url, seed);
  const [faults, log, folders]: [unknown[], string[], ParquetFolder[]] = [[], [], []];
  const onFault = (error: unknown): void => void faults.push(error);
  const duckdb = createAnalyticsEngine({ db, folder: path, chainId: CHAIN_ID, onFault });
  return {
    ...{ databaseUrl: database.url, readOnlyUrl, db, path, ledger, faults, log, duckdb },
    postgres: createPostgresEngine(db),
    async openWriter(maxRows = 1_000, chainId = CHAIN_ID) {
      const folder = await ParquetFolder.open(path, '256MiB');
      folders.push(folder);
      const say = (line: string): void => void log.push(line);
      const writer = new PartitionWriter({ databaseUrl: readOnlyUrl, chainId, folder, maxRows, keepMs: 0, log: say });
      await writer.open();
      return writer;
    },
    async close() {
      await duckdb.close();
      for (const folder of folders) folder.close();
      await ledger.close();
      await db.close();
      await database.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

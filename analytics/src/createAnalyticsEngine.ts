import type { ReadDatabase } from '@tributary/db';
import type { AnalyticsEngine } from './engine/AnalyticsEngine.js';
import { createDuckDbEngine } from './engine/createDuckDbEngine.js';
import { createPostgresEngine } from './engine/createPostgresEngine.js';
import { limitEngine } from './engine/limitEngine.js';

export interface AnalyticsEngineOptions {
  db: ReadDatabase;
  /** Of the chain's partitions, which need not be there yet; null: Postgres alone. */
  folder: string | null;
  chainId: number;
  /** How long DuckDB may take for a question; Postgres has the limit of its connections. */
  timeoutMs?: number;
  /** Partitions could not be used and Postgres answered instead. */
  onFault: (error: unknown) => void;
}

/** Enough for ten million rows, and little beside everything else on one machine. */
const DUCKDB = { memoryLimit: '96MiB', threads: 2 };
const TIMEOUT_MS = 5_000;
const GATE = { concurrency: 2, queueLimit: 32 };

/** The engine that an API process has: two questions at a time, 32 may wait. */
export function createAnalyticsEngine(options: AnalyticsEngineOptions): AnalyticsEngine {
  const { db, folder, timeoutMs = TIMEOUT_MS } = options;
  const engine =
    folder === null ? createPostgresEngine(db) : createDuckDbEngine({ ...DUCKDB, ...options, folder, timeoutMs });
  return limitEngine(engine, GATE);
}

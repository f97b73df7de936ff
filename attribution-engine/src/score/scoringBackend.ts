import type { FeatureRecord } from '@tributary/protocol';

/** The rows of an index as one matrix. */
export interface RowMatrix {
  /** int8 within ±127, [count, Σ dimensions], row-major. */
  values: Int8Array;
  count: number;
  /** Length of each block; at most {@link MAX_BLOCK_DIMENSION}. */
  dimensions: readonly number[];
}

/** 127² · k < 2³¹: above this an int32 could overflow, and backends would no longer agree. */
export const MAX_BLOCK_DIMENSION = 133_144;

/** Rows made ready on a device. */
export interface LoadedRows {
  /**
   * Block dot products of every row with each query.
   *
   * @returns one int32 [count, blocks] array per query, row-major; the same bits from every backend
   */
  dot(queries: readonly Pick<FeatureRecord, 'values'>[]): Promise<Int32Array[]>;
  /** Frees what the device holds. */
  dispose(): void;
}

/**
 * A device that multiplies int8 rows with int8 queries. Every implementation gives the same int32s; `cases.ts` checks
 * them all with one table.
 */
export interface ScoringBackend {
  readonly name: 'reference' | 'wasm';
  /** What it runs on, for evidence. */
  readonly device: string;
  load(rows: RowMatrix): Promise<LoadedRows>;
}

import type { FeatureRecord } from '@tributary/protocol';

/** 127² · k < 2³¹: above this an int32 could overflow, and backends would no longer agree. */
export const MAX_BLOCK_DIMENSION = 133_144;

/** Names a person can choose from; the fastest first. */
export const BACKENDS = ['cuda', 'webgpu', 'wasm', 'reference'] as const;

export type BackendName = (typeof BACKENDS)[number];

/** The values of a query: int8 within ±127, [Σ dimensions]. */
export type QueryValues = Pick<FeatureRecord, 'values'>;

/**
 * Rows on a device: filled once, or again and again while an index streams, and scored as often as wanted. Calls may
 * overlap; each sees what the calls before it wrote.
 */
export interface DeviceRows {
  /** Rows. */
  readonly capacity: number;
  /**
   * Copies whole rows to the positions from `at` on. `values` may be reused once the promise is fulfilled.
   *
   * @param values int8 within ±127, [n, Σ dimensions], row-major
   */
  write(at: number, values: Int8Array): Promise<void>;
  /**
   * Block dot products of the first `count` rows (default: all) with each query. A row that was never written is zeros.
   *
   * @returns one int32 [count, blocks] array per query, row-major; the same bits from every backend
   */
  dot(queries: readonly QueryValues[], count?: number): Promise<Int32Array[]>;
  /** Frees what the device holds; later calls throw. */
  dispose(): void;
}

/**
 * A device that multiplies int8 rows with int8 queries. Every implementation gives the same int32s; `backendCases.ts`
 * checks them all with one table. What cannot be asked is refused by typed errors (see `errors.ts`), before the device
 * sees it: build the rows through `checkedRows.ts`.
 */
export interface ScoringBackend {
  readonly name: BackendName;
  /** What it runs on, for evidence, such as "WebAssembly SIMD, 2 threads". */
  readonly device: string;
  /** Most bytes of rows that one {@link DeviceRows} can hold. */
  readonly maxRowBytes: number;
  /**
   * Room for rows, all zeros at first.
   *
   * @param dimensions length of each block, 1 … {@link MAX_BLOCK_DIMENSION}
   * @param capacity rows
   */
  allocate(dimensions: readonly number[], capacity: number): Promise<DeviceRows>;
  /** Ends threads, releases the device; its rows with it. */
  dispose(): Promise<void>;
}

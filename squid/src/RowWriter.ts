import type { Entity, EntityClass } from './Batch.js';

/**
 * Where the rows of a batch go, inside the transaction that also moves the indexed height. `BulkRowWriter` for blocks
 * that are final, `TrackedRowWriter` for blocks that the chain may still drop. Both leave the same rows.
 */
export interface RowWriter {
  /** Rows that are not there yet. */
  insert(type: EntityClass, rows: readonly Entity[]): Promise<void>;
  /** Rows that are there; every column is written. */
  update(type: EntityClass, rows: readonly Entity[]): Promise<void>;
  /** Resolves once everything is written. */
  finish(): Promise<void>;
}

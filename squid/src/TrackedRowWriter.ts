import type { Store } from '@subsquid/typeorm-store';
import type { Entity, EntityClass } from './Batch.js';
import type { RowWriter } from './RowWriter.js';

/** Writes through the processor's store, which records for every row how to undo it when its block is dropped. */
export class TrackedRowWriter implements RowWriter {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  insert(_type: EntityClass, rows: readonly Entity[]): Promise<void> {
    return this.#store.insert([...rows]);
  }

  update(_type: EntityClass, rows: readonly Entity[]): Promise<void> {
    return this.#store.upsert([...rows]);
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }
}

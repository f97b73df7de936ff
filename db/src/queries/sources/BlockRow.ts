import type { EntitySource } from '../EntitySource';

/** A block that holds at least one protocol event. */
export interface BlockRow {
  /** The number, decimal. */
  id: string;
  number: number;
  hash: string;
  parentHash: string;
  timestamp: Date;
}

export const blockSource: EntitySource<BlockRow> = {
  from: 'block b',
  key: 'b.id',
  columns: { id: 'b.id', number: 'b.number', hash: 'b.hash', parentHash: 'b.parent_hash', timestamp: 'b.timestamp' },
};

/** The same rows by hash. */
export const blockByHashSource: EntitySource<BlockRow> = { ...blockSource, key: 'b.hash' };

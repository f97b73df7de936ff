/** A block by its height and the first 64 bits of its hash: enough to tell blocks of one height apart. */
export interface BlockMark {
  readonly number: number;
  /** 0x and 16 hex digits. */
  readonly hash: string;
}

/** Characters of a hash that a mark keeps. */
export const MARK_HASH_LENGTH = 18;

/**
 * How far somebody has followed the chain: some blocks of it, the newest first. By the first of them that the chain still
 * holds, a reorg shows however long ago the position was taken.
 */
export interface ChainPosition {
  /** Empty before the first block. */
  readonly marks: readonly BlockMark[];
  /** Seen up to this log of the first mark's block; null: all of that block. */
  readonly logIndex: number | null;
}

/** What a transaction of Postgres sees, and when that was. */
export interface SnapshotMark {
  /** Text of a `pg_snapshot`: xmin:xmax:xip_list. */
  readonly snapshot: string;
  /** Clock of the database, milliseconds since 1970. */
  readonly takenAtMs: number;
}

/** How far somebody has followed the verdicts: those that a snapshot shows, about a chain. */
export interface VerdictPosition extends ChainPosition {
  readonly seen: SnapshotMark;
  /**
   * Earlier places, the newest first: a reorg goes back to one below its fork and tells from there again, since what was
   * told after it may have been taken back.
   */
  readonly earlier: readonly VerdictPlace[];
  /** When not all that was new at `until` has been told: what was new, and how far it was told. */
  readonly page: VerdictPage | null;
}

/** All verdicts that a snapshot showed were told, and none of them rests on a block above this one. */
export interface VerdictPlace {
  readonly blockNumber: number;
  readonly seen: SnapshotMark;
}

export interface VerdictPage {
  readonly until: SnapshotMark;
  /** Verdicts that rest on a later block are new even when `seen` shows them. */
  readonly sinceBlock: number;
  /** Place of the inference whose verdict was told last. */
  readonly blockNumber: number;
  readonly logIndex: number;
}

/** Where everything stands. */
export interface LiveHead {
  readonly marks: readonly BlockMark[];
  readonly seen: SnapshotMark;
}

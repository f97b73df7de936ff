import type { AnalyticsTable, BlockPoint } from '@tributary/db';

/** Another one when a reader of the files has to know: columns, units, or what a row is. */
export const SCHEMA_VERSION = 1;
export const MANIFEST_NAME = 'manifest.json';

/** One Parquet file; it never changes. */
export interface PartitionFile {
  /** `<table>/<from>-<to>.<start of sha256>.parquet`, from the manifest's folder. */
  name: string;
  rowCount: number;
  byteCount: number;
  /** Of the file's bytes, hex. */
  sha256: string;
  /** Sum of its amounts, wei; 0 for verdicts. */
  sumWei: bigint;
  /** How many of the four 64-bit limbs of an amount are ever above 0. */
  limbCount: number;
}

/** What happened in a range of final blocks, as one file for each table. */
export interface Partition extends Readonly<Record<AnalyticsTable, PartitionFile>> {
  readonly fromBlock: number;
  readonly toBlock: number;
  /** The newest indexed block of the range or before it; its hash stands for all blocks up to there. */
  readonly edge: BlockPoint;
  /** Payouts whose inference was not known when it was written. */
  readonly unlinkedCount: number;
  /** See `AnalyticsSnapshot.loadVerdictMark`. */
  readonly verdictMark: string;
}

/** All partitions of one chain: from its first block on, without gaps. */
export interface Manifest {
  readonly chainId: number;
  /** Of the tables they were made from. */
  readonly generation: string;
  /** The first indexed block: which chain this is. */
  readonly firstBlock: BlockPoint;
  /** Why this is of no chain at all; null when it is of one. */
  readonly syntheticReason: string | null;
  /** Verdicts are those of this moment or later. */
  readonly verdictsAsOf: Date;
  readonly partitions: readonly Partition[];
}

/** The last block that the partitions cover; -1 without any. */
export function getLastBlock(partitions: readonly Partition[]): number {
  return partitions.at(-1)?.toBlock ?? -1;
}

import type { FeePolicy } from '@tributary/protocol';
import type { PlaceColumns } from './ChainWriter';
import type { SeedRow } from './tableColumns';

/** A contribution and what became of it so far; its row is written when the ledger is complete. */
export interface SeedContribution {
  id: string;
  contributor: string;
  datanetId: string;
  rowCount: number;
  /** Where its rows begin among all rows. */
  firstRow: number;
  row: { -readonly [Column in keyof SeedRow<'contribution'>]: SeedRow<'contribution'>[Column] };
}

export interface SeedVersion {
  id: string;
  datanetId: string;
  version: number;
  /** Accepted and not withdrawn at its block, in the order of their ids. */
  contributions: readonly SeedContribution[];
}

export interface SeedDatanet {
  id: string;
  owner: string;
  contributions: SeedContribution[];
  versions: SeedVersion[];
}

/** A model that serves, or the base of some that do. */
export interface SeedModel {
  id: string;
  owner: string;
  kind: 'BASE' | 'ADAPTER' | 'MERGE';
  /** What it was trained on, without empty versions. */
  versions: readonly SeedVersion[];
  policy: FeePolicy & { id: string; unattributedRecipient: string };
  attributionIndex: { id: string; method: string };
  row: { -readonly [Column in keyof SeedRow<'model'>]: SeedRow<'model'>[Column] };
}

/** What is in force at the block that is being written, as squid would have it in memory. */
export interface Registry {
  datanets: SeedDatanet[];
  contributions: SeedContribution[];
  models: SeedModel[];
  /** Adapters and merges with a policy and an index. */
  servingModels: SeedModel[];
  trainingRunCount: number;
  /** Rows of all contributions. */
  rowCount: number;
  recipients: { id: string; platform: string; staker: string };
}

export type Place = PlaceColumns;

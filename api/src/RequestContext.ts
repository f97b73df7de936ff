import type { Loaders } from './Loaders.js';
import type { NetworkStatistics } from './NetworkStatistics.js';

/** What is known of the network without asking the database. */
export interface NetworkIdentity {
  chainId: number;
  name: string;
  /** Ticker of the native token, which fees and payouts are in; it has 18 decimals. */
  nativeSymbol: string;
}

/** Lives as long as one GraphQL operation. */
export interface RequestContext {
  readonly loaders: Loaders;
  readonly network: NetworkIdentity;
  /** Shared by all operations. */
  readonly statistics: NetworkStatistics;
}

import type { AnalyticsEngine } from '@tributary/analytics';
import type { LiveHub } from './live/LiveHub.js';
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
  /** Adds up the whole ledger; shared by all operations. */
  readonly analytics: AnalyticsEngine;
  /** Where subscriptions read from; shared by all operations. */
  readonly live: LiveHub;
  /** Aborted when the operation's time is up or nobody waits for its answer; absent where neither can happen. */
  readonly signal?: AbortSignal;
  /** Waits for room among the heavy operations; throws ServerBusyError. Absent where nobody waits. */
  readonly enterHeavyLane?: () => Promise<void>;
  /** Spends points of the client; gives what is left, throws CostBudgetSpentError. Absent when nothing is counted. */
  readonly spend?: (points: number) => Promise<number>;
}

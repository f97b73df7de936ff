import type { PayoutItem } from '@tributary/protocol';
import type { AttributionResult } from '../attribute.js';
import type { QueryCheck } from './checkQuery.js';

/** Why nothing could be recomputed. */
export interface Failure {
  verdict: 'UNAVAILABLE' | 'BAD_INDEX' | 'FORGED_QUERY';
  reason: string;
  retry: boolean;
}

/** How many tokens the transcript holds; the fee was charged for those that the gateway told the chain. */
export interface TokenCounts {
  input: number;
  output: number;
}

/** Either what is due, or why it could not be computed. */
export type Recomputation =
  | { failure: Failure; tokens?: undefined; due?: undefined; check?: undefined; attribution?: undefined }
  | { failure?: undefined; tokens: TokenCounts; due: PayoutItem[]; check: QueryCheck; attribution: AttributionResult };

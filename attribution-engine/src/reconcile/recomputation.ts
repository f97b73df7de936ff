import type { PayoutItem } from '@tributary/protocol';
import type { AttributionResult } from '../attribute.js';
import type { QueryCheck } from './checkQuery.js';

/** Why nothing could be recomputed. */
export interface Failure {
  verdict: 'UNAVAILABLE' | 'BAD_INDEX' | 'FORGED_QUERY';
  reason: string;
  retry: boolean;
}

/** Either what is due, or why it could not be computed. */
export type Recomputation =
  | { failure: Failure; due?: undefined; check?: undefined; attribution?: undefined }
  | { failure?: undefined; due: PayoutItem[]; check: QueryCheck; attribution: AttributionResult };

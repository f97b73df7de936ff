import type { PayoutItem } from '@tributary/protocol';
import type { AnswerSpan } from '../method/AnswerSpan.js';
import type { AnswerAttribution, AttributionMethod } from '../method/AttributionMethod.js';
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

/** What recomputing gave. */
export interface Recomputed {
  tokens: TokenCounts;
  due: PayoutItem[];
  check: QueryCheck;
  attribution: AnswerAttribution;
  /** What computed it. */
  backend: AttributionMethod['backend'];
  /** Null where the index does not tell what its rows were. */
  spans: AnswerSpan[] | null;
}

/** Either what is due, or why it could not be computed. */
export type Recomputation =
  ({ failure: Failure } & { [key in keyof Recomputed]?: undefined }) | ({ failure?: undefined } & Recomputed);

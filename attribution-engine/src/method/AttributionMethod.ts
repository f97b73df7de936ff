import type { ContributionShare } from '../attribute.js';
import type { QueryComparison } from '../features/compareQuery.js';

/** A settled answer, as its transcript gives it. */
export interface Answer {
  prompt: string;
  completion: string;
  promptIds: readonly number[];
  completionIds: readonly number[];
  /** What was retrieved for it, as a stranger logged it; undefined where nothing was. */
  retrieval?: unknown;
}

/** Gives the rows of contributions, as their contributors published them. */
export interface ContributionSource {
  /** @returns undefined where there is no such contribution or line. @throws BlobError when its bytes cannot be had */
  fetchRow(contributionId: number, line: number): Promise<{ prompt: string; completion: string } | undefined>;
}

/** Who shaped one answer, by any method: what the division into wei needs. */
export interface AnswerAttribution {
  unattributed: boolean;
  /** Why it is unattributed. */
  reason?: string;
  /** Empty when unattributed. */
  shares: ContributionShare[];
}

/**
 * A way to say who shaped a model's answers, made ready for one model. The query is what a gateway commits about an
 * answer before it is paid; whoever checks it computes his own and compares.
 */
export interface AttributionMethod {
  /** As committed on chain, such as `gradient/1`. */
  readonly name: string;
  /** What computes, for evidence. */
  readonly backend: { name: string; device: string };
  /** The bytes of the query of an answer. */
  computeQuery(answer: Answer): Promise<Uint8Array>;
  /** @throws MalformedRecordError when the committed bytes are no query of this method */
  compareQuery(committed: Uint8Array, own: Uint8Array): QueryComparison;
  /** @param query an accepted one; @param source for methods that look at the rows themselves */
  attribute(query: Uint8Array, answer: Answer, source: ContributionSource): Promise<AnswerAttribution>;
  dispose(): void;
}

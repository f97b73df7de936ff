import type { PayoutLine, Verdict } from '@tributary/protocol';
import type { ContributionShare } from '../attribute.js';
import type { AnswerSpan } from '../method/AnswerSpan.js';

/** A verdict with everything needed to repeat it. */
export interface ReconciliationResult {
  verdict: Exclude<Verdict, 'PENDING'>;
  /** One sentence for people. */
  reason: string;
  /** Null when it could not be computed. */
  expectedWei: bigint | null;
  paidWei: bigint;
  unattributed: boolean | null;
  method: string | null;
  queryCosine: number | null;
  queryBlockError: number | null;
  backend: string | null;
  /** Every line that was due or paid; `expectedWei` is null on all of them when it could not be computed. */
  lines: (Omit<PayoutLine, 'expectedWei'> & { expectedWei: bigint | null })[];
  shares: ContributionShare[];
  /** Verbatim runs of the answer, in their order; null when they could not be looked for. */
  spans: AnswerSpan[] | null;
  /** JSON-safe; its canonical form is what an evidence digest names. */
  evidence: Record<string, unknown>;
  /** Whether trying again with the same facts may give another verdict. */
  retry: boolean;
}

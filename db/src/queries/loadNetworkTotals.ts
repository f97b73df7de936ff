import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

export interface NetworkTotals {
  datanetCount: number;
  contributionCount: number;
  modelCount: number;
  inferenceCount: number;
  accountCount: number;
  /** Fees of all inferences, wei. */
  feesWei: bigint;
  /** All payouts, wei. */
  paidWei: bigint;
}

/** The size of everything indexed. */
export async function loadNetworkTotals(db: ReadDatabase): Promise<NetworkTotals> {
  const [totals] = await db.load<NetworkTotals>(sql`
    SELECT
      (SELECT count(*)::int FROM datanet) AS "datanetCount",
      (SELECT count(*)::int FROM contribution) AS "contributionCount",
      (SELECT count(*)::int FROM model) AS "modelCount",
      (SELECT count(*)::int FROM account) AS "accountCount",
      inference.*,
      (SELECT coalesce(sum(amount_wei), 0) FROM payout) AS "paidWei"
    FROM (SELECT count(*)::int AS "inferenceCount", coalesce(sum(fee_wei), 0) AS "feesWei" FROM inference) AS inference`);
  if (totals === undefined) throw new RangeError('an aggregate always has one row');
  return totals;
}

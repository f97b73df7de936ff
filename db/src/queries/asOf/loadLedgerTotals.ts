import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';

/** How much there was of everything after a block. */
export interface LedgerCounts {
  accountCount: number;
  datanetCount: number;
  datanetVersionCount: number;
  contributionCount: number;
  acceptedContributionCount: number;
  withdrawnContributionCount: number;
  modelCount: number;
  trainingRunCount: number;
}

/** Money and answers, which are read one by one. */
export interface LedgerFlows {
  inferenceCount: number;
  /** Fees of all inferences, wei. */
  feesWei: bigint;
  payoutCount: number;
  /** All payouts, wei. */
  paidWei: bigint;
  /** Rewards that were taken, wei. */
  claimedWei: bigint;
}

export async function loadLedgerCounts(db: ReadDatabase, blockNumber: number): Promise<LedgerCounts> {
  const [counts] = await db.load<LedgerCounts>(sql`
    SELECT
      (SELECT count(*) FROM account a WHERE a.first_seen_block_number <= asked.number)::int AS "accountCount",
      (SELECT count(*) FROM datanet d WHERE d.block_number <= asked.number)::int AS "datanetCount",
      (SELECT count(*) FROM datanet_version v WHERE v.block_number <= asked.number)::int AS "datanetVersionCount",
      contribution.*,
      (SELECT count(*) FROM model m WHERE m.block_number <= asked.number)::int AS "modelCount",
      (SELECT count(*) FROM training_run t WHERE t.block_number <= asked.number)::int AS "trainingRunCount"
    FROM (SELECT ${blockNumber}::int AS number) AS asked CROSS JOIN LATERAL (
      SELECT count(*)::int AS "contributionCount",
        (count(*) FILTER (WHERE c.accepted AND c.reviewed_block_number <= asked.number
          AND NOT coalesce(c.withdrawn_block_number <= asked.number, false)))::int AS "acceptedContributionCount",
        (count(*) FILTER (WHERE c.withdrawn_block_number <= asked.number))::int AS "withdrawnContributionCount"
      FROM contribution c WHERE c.block_number <= asked.number) AS contribution`);
  if (counts === undefined) throw new RangeError('an aggregate always has one row');
  return counts;
}

/** Reads every inference and payout up to the block. */
export async function loadLedgerFlows(db: ReadDatabase, blockNumber: number): Promise<LedgerFlows> {
  const [flows] = await db.load<LedgerFlows>(sql`
    SELECT inference.*, payout.*, (
      SELECT coalesce(sum(rc.amount_wei), 0) FROM reward_claim rc WHERE rc.block_number <= ${blockNumber}
    ) AS "claimedWei"
    FROM (SELECT count(*)::int AS "inferenceCount", coalesce(sum(i.fee_wei), 0) AS "feesWei"
      FROM inference i WHERE i.block_number <= ${blockNumber}) AS inference
    CROSS JOIN (SELECT count(*)::int AS "payoutCount", coalesce(sum(p.amount_wei), 0) AS "paidWei"
      FROM payout p WHERE p.block_number <= ${blockNumber}) AS payout`);
  if (flows === undefined) throw new RangeError('an aggregate always has one row');
  return flows;
}

import type { Pool } from 'pg';

/** A payout as it is exported: who was paid what, by which rule's verdict. */
export interface FinalPayout {
  id: string;
  blockNumber: number;
  transactionHash: string;
  inferenceId: string;
  settledAt: Date | null;
  modelId: string | null;
  role: string;
  recipient: string;
  contributionId: string;
  datanetId: string | null;
  license: string | null;
  amountWei: bigint;
  verdict: string | null;
}

/** The height up to which the chain is final for this index; null before anything was indexed. */
export async function loadFinalHeight(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ height: number }>('SELECT height FROM squid_processor.status WHERE height >= 0');
  return rows[0]?.height ?? null;
}

/** One page of the payouts in a range of blocks, both ends included, in chain order after the payout `afterId`. */
export async function loadFinalPayouts(
  pool: Pool,
  range: { fromBlock: number; toBlock: number },
  afterId: string,
  limit: number,
): Promise<FinalPayout[]> {
  const { rows } = await pool.query<FinalPayout>(
    `SELECT p.id, p.block_number AS "blockNumber", p.transaction_hash AS "transactionHash",
       p.claimed_inference_id AS "inferenceId", i.settled_at AS "settledAt", i.model_id AS "modelId", p.role,
       p.recipient_id AS recipient, p.claimed_contribution_id AS "contributionId", c.datanet_id AS "datanetId",
       c.license, p.amount_wei AS "amountWei", r.verdict
     FROM payout p
     LEFT JOIN inference i ON i.id = p.inference_id
     LEFT JOIN contribution c ON c.id = p.contribution_id
     LEFT JOIN reconciliation r ON r.id = p.inference_id AND r.inference_block_hash = i.block_hash
     WHERE p.block_number BETWEEN $1 AND $2 AND p.id > $3
     ORDER BY p.id LIMIT $4`,
    [range.fromBlock, range.toBlock, afterId, limit],
  );
  return rows;
}

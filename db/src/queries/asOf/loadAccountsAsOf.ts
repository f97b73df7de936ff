import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';

/** What an account had after a block, in wei. */
export interface AccountAsOf {
  earnedWei: bigint;
  claimedWei: bigint;
  /** Principal of its stakes that had not ended. */
  stakedWei: bigint;
  /** gOPEN that it held. */
  heldWei: bigint;
  /** gOPEN that it voted with. */
  votesWei: bigint;
  /** Who voted with its gOPEN; null: nobody. */
  delegateId: string | null;
}

/** In the order of `addresses`. Reads every payout and transfer of the accounts up to the block. */
export async function loadAccountsAsOf(
  db: ReadDatabase,
  blockNumber: number,
  addresses: readonly string[],
): Promise<AccountAsOf[]> {
  return db.load<AccountAsOf>(sql`
    SELECT
      (SELECT coalesce(sum(p.amount_wei), 0) FROM payout p
        WHERE p.recipient_id = account.id AND p.block_number <= asked.number) AS "earnedWei",
      (SELECT coalesce(sum(rc.amount_wei), 0) FROM reward_claim rc
        WHERE rc.recipient_id = account.id AND rc.block_number <= asked.number) AS "claimedWei",
      (SELECT coalesce(sum(se.amount_wei), 0) FROM stake sk JOIN stake_event se ON se.stake_id = sk.id
        WHERE sk.recipient_id = account.id AND sk.block_number <= asked.number
          AND (sk.ended_block_number IS NULL OR sk.ended_block_number > asked.number)
          AND se.block_number <= asked.number
          AND (se.kind::text = 'TOPPED_UP' OR se.block_number = sk.block_number AND se.log_index = sk.log_index))
        AS "stakedWei",
      (SELECT coalesce(sum(gt.amount_wei), 0) FROM g_open_transfer gt
        WHERE gt.to_id = account.id AND gt.block_number <= asked.number)
      - (SELECT coalesce(sum(gt.amount_wei), 0) FROM g_open_transfer gt
        WHERE gt.from_id = account.id AND gt.block_number <= asked.number) AS "heldWei",
      coalesce((SELECT vp.votes_wei FROM vote_power vp WHERE vp.delegate_id = account.id AND vp.block_number <= asked.number
        ORDER BY vp.block_number DESC, vp.log_index DESC LIMIT 1), 0) AS "votesWei",
      (SELECT vd.to_delegate_id FROM vote_delegation vd
        WHERE vd.delegator_id = account.id AND vd.block_number <= asked.number
        ORDER BY vd.block_number DESC, vd.log_index DESC LIMIT 1) AS "delegateId"
    FROM unnest(${addresses}::text[]) WITH ORDINALITY AS account(id, position)
    CROSS JOIN (SELECT ${blockNumber}::int AS number) AS asked
    ORDER BY account.position`);
}

import type { ProposalFacts } from '../loadProposalFacts';
import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';

/** {@link ProposalFacts} as they were after block `blockNumber`, by the time of the newest block up to it. */
export async function loadProposalFactsAsOf(
  db: ReadDatabase,
  blockNumber: number,
  proposalIds: readonly string[],
): Promise<ProposalFacts[]> {
  return db.load<ProposalFacts>(sql`
    SELECT clock.now AS "nowSeconds",
      CASE WHEN clock.now > pr.vote_start_seconds THEN div(
        coalesce((SELECT gt.supply_wei FROM g_open_transfer gt
                  WHERE gt.timestamp_seconds <= pr.vote_start_seconds AND gt.block_number <= asked.number
                  ORDER BY gt.timestamp_seconds DESC, gt.block_number DESC, gt.log_index DESC LIMIT 1), 0)
        * (SELECT gs.new_value FROM governor_setting gs
           WHERE gs.name = 'QUORUM_NUMERATOR' AND gs.timestamp_seconds <= pr.vote_start_seconds
             AND gs.block_number <= asked.number
           ORDER BY gs.block_number DESC, gs.log_index DESC LIMIT 1), 100) END AS "quorumWei",
      coalesce(calls.is_cancelled, false) AS "isCancelledInTimelock", coalesce(calls.is_done, false) AS "isDoneInTimelock"
    FROM unnest(${proposalIds}::text[]) WITH ORDINALITY AS wanted(id, position)
    CROSS JOIN (SELECT ${blockNumber}::int AS number) AS asked
    LEFT JOIN proposal pr ON pr.id = wanted.id
    CROSS JOIN LATERAL (
      SELECT coalesce((SELECT floor(extract(epoch FROM b.timestamp)) FROM block b WHERE b.number <= asked.number
        ORDER BY b.number DESC LIMIT 1), 0) AS now
    ) AS clock
    LEFT JOIN LATERAL (
      SELECT bool_and(call.is_cancelled) AS is_cancelled, bool_or(call.is_executed)
          AND bool_and(call.is_executed OR call.is_cancelled) AS is_done
      FROM (SELECT coalesce(tc.executed_block_number <= asked.number, false) AS is_executed,
          coalesce(tc.cancelled_block_number <= asked.number, false) AS is_cancelled
        FROM timelock_call tc WHERE tc.proposal_id = pr.id AND tc.block_number <= asked.number) AS call
    ) AS calls ON TRUE
    ORDER BY wanted.position`);
}

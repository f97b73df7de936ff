import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/** What the state of a proposal follows from, beside its own row. Times are Unix seconds. */
export interface ProposalFacts {
  /** Of the newest block that is indexed: the chain's own clock. */
  nowSeconds: bigint;
  /** Votes that are needed, for and abstaining together; null until the vote begins, and where no setting is known. */
  quorumWei: bigint | null;
  /** Whether an operation that it was queued as was cancelled in the timelock and not scheduled again. */
  isCancelledInTimelock: boolean;
  /** Whether the timelock did all of it, also when it was told so past the governor. */
  isDoneInTimelock: boolean;
}

/**
 * In the order of `proposalIds`. The quorum is the part of the gOPEN supply at the start of the vote that was in force
 * then, rounded down, as OpenZeppelin's GovernorVotesQuorumFraction has it.
 */
export async function loadProposalFacts(db: ReadDatabase, proposalIds: readonly string[]): Promise<ProposalFacts[]> {
  return db.load<ProposalFacts>(sql`
    SELECT clock.now AS "nowSeconds",
      CASE WHEN clock.now > pr.vote_start_seconds THEN div(
        coalesce((SELECT gt.supply_wei FROM g_open_transfer gt WHERE gt.timestamp_seconds <= pr.vote_start_seconds
                  ORDER BY gt.timestamp_seconds DESC, gt.block_number DESC, gt.log_index DESC LIMIT 1), 0)
        * (SELECT gs.new_value FROM governor_setting gs
           WHERE gs.name = 'QUORUM_NUMERATOR' AND gs.timestamp_seconds <= pr.vote_start_seconds
           ORDER BY gs.block_number DESC, gs.log_index DESC LIMIT 1), 100) END AS "quorumWei",
      coalesce(calls.is_cancelled, false) AS "isCancelledInTimelock", coalesce(calls.is_done, false) AS "isDoneInTimelock"
    FROM unnest(${proposalIds}::text[]) WITH ORDINALITY AS wanted(id, position)
    LEFT JOIN proposal pr ON pr.id = wanted.id
    CROSS JOIN (SELECT coalesce(floor(extract(epoch FROM max(b.timestamp))), 0) AS now FROM block b) AS clock
    LEFT JOIN LATERAL (
      SELECT bool_or(tc.cancelled_block_number IS NOT NULL) AND NOT bool_or(tc.cancelled_block_number IS NULL) AS is_cancelled,
        bool_or(tc.executed_block_number IS NOT NULL)
          AND NOT bool_or(tc.executed_block_number IS NULL AND tc.cancelled_block_number IS NULL) AS is_done
      FROM timelock_call tc WHERE tc.proposal_id = pr.id
    ) AS calls ON TRUE
    ORDER BY wanted.position`);
}

/** How rows of a table change after they were recorded, so that they can be told as they were. */
export interface RowHistory {
  readonly table: string;
  /** As in the source of the rows. */
  readonly alias: string;
  /** Columns that are empty until the block in `since`. */
  readonly endings: readonly { readonly since: string; readonly columns: readonly string[] }[];
  /** jsonb of columns that are computed anew from facts up to `asked.number`; of row `base`. */
  readonly recomputed?: string;
}

/** Votes of a kind that were counted after the block. */
const laterVotes = (support: string) =>
  `coalesce((SELECT sum(vt.weight_wei) FROM vote vt WHERE vt.proposal_id = base.id AND vt.is_counted
    AND vt.support::text = '${support}' AND vt.block_number > asked.number), 0)`;

/** Tables without an entry hold facts that never change once recorded. */
export const rowHistories: Readonly<Record<string, RowHistory>> = {
  Contribution: {
    ...{ table: 'contribution', alias: 'c' },
    endings: [
      {
        since: 'reviewed_block_number',
        columns: [
          ...['accepted', 'quality_bps', 'review_reason_uri', 'reviewer'],
          ...['reviewed_block_number', 'review_transaction_hash'],
        ],
      },
      {
        since: 'withdrawn_block_number',
        columns: ['withdrawn_block_number', 'withdrawal_reason', 'withdrawal_transaction_hash'],
      },
    ],
  },
  Model: {
    ...{ table: 'model', alias: 'm' },
    endings: [{ since: 'deprecated_block_number', columns: ['deprecated_block_number'] }],
    // Its table holds the present controller only; the events hold all of them. The zero address: the owner again.
    recomputed: `coalesce((SELECT jsonb_build_object('fee_policy_controller_id', nullif((
        SELECT lower(e.args->>'controller') FROM protocol_event e
        WHERE e.name = 'FeePolicyControllerSet' AND e.args->>'modelId' = base.id AND e.block_number <= asked.number
        ORDER BY e.block_number DESC, e.log_index DESC LIMIT 1), '0x${'0'.repeat(40)}'))
      WHERE EXISTS (SELECT FROM protocol_event e WHERE e.name = 'FeePolicyControllerSet'
        AND e.args->>'modelId' = base.id AND e.block_number > asked.number)), '{}')`,
  },
  PayoutChallenge: {
    ...{ table: 'payout_challenge', alias: 'pc' },
    endings: [
      {
        since: 'resolved_block_number',
        columns: ['resolved_block_number', 'upheld', 'corrected_wei', 'resolution_transaction_hash'],
      },
    ],
  },
  Attestation: {
    ...{ table: 'attestation', alias: 'at' },
    endings: [{ since: 'revoked_block_number', columns: ['revoked_block_number', 'revocation_transaction_hash'] }],
  },
  Stake: {
    ...{ table: 'stake', alias: 'sk' },
    endings: [
      { since: 'requested_block_number', columns: ['requested_block_number', 'request_transaction_hash'] },
      { since: 'ended_block_number', columns: ['ended_block_number', 'end_transaction_hash', 'returned_wei'] },
    ],
    // What was added later is taken off again. Nothing is added to a stake that has ended.
    recomputed: `jsonb_build_object('principal_wei', base.principal_wei - coalesce((
      SELECT sum(se.amount_wei) FROM stake_event se WHERE se.stake_id = base.id AND se.kind::text = 'TOPPED_UP'
        AND se.block_number > asked.number
        AND (base.ended_block_number IS NULL OR (se.block_number, se.log_index) < coalesce((
          SELECT (en.block_number, en.log_index) FROM stake_event en
          WHERE en.stake_id = base.id AND en.kind::text = 'UNSTAKED' AND en.block_number = base.ended_block_number
          ORDER BY en.log_index LIMIT 1), (base.ended_block_number, 0)))), 0))`,
  },
  Proposal: {
    ...{ table: 'proposal', alias: 'pr' },
    endings: [
      { since: 'queued_block_number', columns: ['queued_block_number', 'queue_transaction_hash', 'eta_seconds'] },
      { since: 'executed_block_number', columns: ['executed_block_number', 'execution_transaction_hash'] },
      { since: 'canceled_block_number', columns: ['canceled_block_number', 'cancellation_transaction_hash'] },
    ],
    recomputed: `jsonb_build_object('against_votes_wei', base.against_votes_wei - ${laterVotes('AGAINST')},
      'for_votes_wei', base.for_votes_wei - ${laterVotes('FOR')},
      'abstain_votes_wei', base.abstain_votes_wei - ${laterVotes('ABSTAIN')})`,
  },
  TimelockCall: {
    ...{ table: 'timelock_call', alias: 'tc' },
    endings: [
      { since: 'executed_block_number', columns: ['executed_block_number', 'execution_transaction_hash'] },
      { since: 'cancelled_block_number', columns: ['cancelled_block_number', 'cancellation_transaction_hash'] },
    ],
  },
};

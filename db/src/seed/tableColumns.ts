const PLACE = ['block_number', 'log_index', 'transaction_hash', 'signer'] as const;

/** The columns that a synthetic ledger fills, by table; a column that is not named stays null. */
export const TABLE_COLUMNS = {
  account: ['id', 'first_seen_block_number'],
  attestation: [
    ...['id', 'schema_id', 'claimed_schema_uid', 'attester_id', 'recipient_id', 'data', 'fields', 'is_revocable'],
    ...['datanet_id', 'claimed_datanet_id', 'model_id', 'claimed_model_id'],
    ...['revoked_block_number', 'revocation_transaction_hash', ...PLACE],
  ],
  attestation_schema: ['id', 'registerer_id', 'is_revocable', 'schema', ...PLACE],
  attribution: ['id', 'inference_id', 'method', 'query_digest', 'shares_root', ...PLACE],
  attribution_datanet_weight: ['id', 'attribution_id', 'position', 'datanet_id', 'claimed_datanet_id', 'weight'],
  attribution_index: ['id', 'model_id', 'method', 'index_root', 'row_count', 'dimension', 'index_uri', ...PLACE],
  block: ['id', 'number', 'hash', 'parent_hash', 'timestamp'],
  compute_job: [
    ...['id', 'node_id', 'claimed_node_id', 'kind', 'training_run_id', 'model_id', 'claimed_subject_id', 'gpu_seconds'],
    ...PLACE,
  ],
  compute_node: ['id', 'operator_id', 'network', 'gpu', ...PLACE],
  contribution: [
    ...['id', 'datanet_id', 'claimed_datanet_id', 'contributor_id', 'content_digest', 'content_uri', 'license'],
    ...['row_count', 'byte_count', 'accepted', 'quality_bps', 'review_reason_uri', 'reviewer', 'reviewed_block_number'],
    ...['review_transaction_hash', 'withdrawn_block_number', 'withdrawal_reason', 'withdrawal_transaction_hash'],
    ...PLACE,
  ],
  contribution_share: ['id', 'reconciliation_id', 'contribution_id', 'weight', 'share_bps', 'rows'],
  contributor_penalty: [
    ...['id', 'contributor_id', 'contribution_id', 'penalty_bps', 'slashed_wei', 'reason', ...PLACE],
  ],
  datanet: ['id', 'owner_id', 'name', 'metadata_uri', 'metadata_digest', ...PLACE],
  datanet_version: ['id', 'datanet_id', 'version', 'contributions_root', 'contribution_count', ...PLACE],
  deposit: [
    ...['id', 'transaction_id', 'source_hash', 'from_id', 'to_id', 'mint_wei', 'value_wei', 'succeeded'],
    ...['block_number', 'transaction_index', 'transaction_hash'],
  ],
  fee_policy: [
    ...['id', 'model_id', 'input_rate_wei', 'output_rate_wei', 'platform_fee_wei', 'model_bps', 'staker_bps'],
    ...['contributor_bps', 'unattributed_recipient_id', ...PLACE],
  ],
  g_open_holder: ['id', 'account_id', 'balance_wei', 'delegate_id', 'votes_wei', 'changed_block_number'],
  g_open_transfer: [...['id', 'kind', 'from_id', 'to_id', 'amount_wei', 'supply_wei', 'timestamp_seconds', ...PLACE]],
  governor_setting: ['id', 'name', 'old_value', 'new_value', 'timestamp_seconds', ...PLACE],
  index_quality: [
    ...['id', 'index_root', 'model_id', 'rows_sampled', 'rows_confirmed', 'answers_asked', 'answers_attributed'],
    ...['right_contribution_bps', 'contribution_count', 'unrelated_asked', 'unrelated_attributed'],
    ...['engine_version', 'elapsed_ms', 'measured_at'],
  ],
  inference: [
    ...[
      'id',
      'model_id',
      'payer_id',
      'input_tokens',
      'output_tokens',
      'fee_wei',
      'transcript_digest',
      'transcript_uri',
    ],
    ...['fee_policy_id', 'attribution_index_id', 'protocol_recipients_id', 'block_hash', 'settled_at', ...PLACE],
  ],
  model: [
    ...['id', 'owner_id', 'base_model_id', 'kind', 'name', 'artifact_uri', 'artifact_digest', 'card_digest'],
    ...['deprecated_block_number', ...PLACE],
  ],
  payout: [
    ...['id', 'inference_id', 'claimed_inference_id', 'recipient_id', 'role', 'contribution_id'],
    ...['claimed_contribution_id', 'amount_wei', ...PLACE],
  ],
  payout_challenge: [
    ...['id', 'inference_id', 'claimed_inference_id', 'challenger_id', 'evidence_digest', 'resolved_block_number'],
    ...['upheld', 'corrected_wei', 'resolution_transaction_hash', ...PLACE],
  ],
  proposal: [
    ...['id', 'proposer_id', 'description', 'vote_start_seconds', 'vote_end_seconds', 'against_votes_wei'],
    ...['for_votes_wei', 'abstain_votes_wei', ...PLACE],
  ],
  proposal_call: ['id', 'proposal_id', 'position', 'target', 'value_wei', 'data', 'contract'],
  protocol_event: [...['id', 'block_id', 'contract', 'address', 'name', 'args', ...PLACE]],
  protocol_recipients: ['id', 'platform_recipient_id', 'staker_recipient_id', ...PLACE],
  reconciliation: [
    ...['id', 'inference_block_number', 'inference_block_hash', 'payouts_digest', 'verdict', 'reason', 'fee_wei'],
    ...['expected_wei', 'paid_wei', 'unattributed', 'method', 'query_cosine', 'query_block_error', 'backend'],
    ...['engine_version', 'elapsed_ms', 'attempts', 'decided_at', 'evidence', 'evidence_digest', 'spans'],
  ],
  reconciliation_line: [
    ...['id', 'reconciliation_id', 'position', 'recipient', 'role', 'contribution_id', 'expected_wei', 'paid_wei'],
  ],
  reward_claim: ['id', 'recipient_id', 'amount_wei', ...PLACE],
  stake: [
    ...['id', 'recipient_id', 'claimed_config_id', 'principal_wei', 'requested_block_number'],
    ...['request_transaction_hash', ...PLACE],
  ],
  stake_event: ['id', 'stake_id', 'claimed_stake_id', 'kind', 'recipient_id', 'amount_wei', ...PLACE],
  staking_config: [
    ...['id', 'config_id', 'is_creation', 'interest_bps', 'stake_duration_seconds', 'cooldown_seconds', 'is_active'],
    ...['is_topup_enabled', 'min_stake_wei', 'max_stake_wei', ...PLACE],
  ],
  training_run: ['id', 'model_id', 'trainer_id', 'config_digest', ...PLACE],
  training_run_input: [
    ...['id', 'training_run_id', 'position', 'datanet_id', 'datanet_version_id', 'claimed_datanet_id'],
    ...['claimed_version', 'block_number'],
  ],
  transaction: [
    ...[
      'id',
      'hash',
      'block_id',
      'block_number',
      'transaction_index',
      'from_id',
      'to',
      'contract',
      'value_wei',
      'type',
    ],
    ...['selector', 'function_name', 'succeeded', 'gas_used', 'effective_gas_price_wei', 'l1_fee_wei', 'fee_wei'],
    ...['mint_wei', 'source_hash'],
  ],
  vote: [
    ...['id', 'proposal_id', 'claimed_proposal_id', 'voter_id', 'support', 'weight_wei', 'reason', 'is_counted'],
    ...PLACE,
  ],
  vote_delegation: ['id', 'delegator_id', 'from_delegate_id', 'to_delegate_id', ...PLACE],
  vote_power: ['id', 'delegate_id', 'previous_votes_wei', 'votes_wei', 'timestamp_seconds', ...PLACE],
} as const;

export type TableName = keyof typeof TABLE_COLUMNS;

/** What one column of a row may hold; an object becomes JSON. */
export type CopyValue = string | number | bigint | boolean | Date | object | null;

/** One row by column names. Every column of {@link TABLE_COLUMNS} is given. */
export type SeedRow<Table extends TableName> = {
  readonly [Column in (typeof TABLE_COLUMNS)[Table][number]]: CopyValue;
};

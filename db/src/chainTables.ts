/** The tables that squid writes: a cache of the chain, safe to clear and index again. */
export const CHAIN_TABLES = [
  'account',
  'attestation',
  'attestation_schema',
  'attribution',
  'attribution_datanet_weight',
  'attribution_index',
  'block',
  'compute_job',
  'compute_node',
  'contribution',
  'contributor_penalty',
  'datanet',
  'datanet_version',
  'deposit',
  'fee_policy',
  'g_open_holder',
  'g_open_transfer',
  'governor_setting',
  'inference',
  'model',
  'payout',
  'payout_challenge',
  'proposal',
  'proposal_call',
  'protocol_event',
  'protocol_recipients',
  'reward_claim',
  'stake',
  'stake_event',
  'staking_config',
  'timelock_call',
  'training_run',
  'training_run_input',
  'transaction',
  'vote',
  'vote_delegation',
  'vote_power',
  'withdrawal',
] as const;

/** What squid keeps about the node's chain itself, beside the chain tables: not cleared with them, not undone by a rollback. */
export const HEAD_TABLES = ['chain_head'] as const;

/** Says whether the ledger is synthetic; see `seedLedger`. Written when it is made, never after. */
export const ORIGIN_TABLES = ['ledger_origin'] as const;

/** The tables that attribution-engine writes. Results are kept when the chain tables are cleared. */
export const ENGINE_TABLES = ['contribution_share', 'index_quality', 'reconciliation', 'reconciliation_line'] as const;

/** Channel of changes in the chain tables; see `ChainNotification`. */
export const CHAIN_CHANNEL = 'tributary_chain';

/** Channel of new or changed reconciliations; the payload is the inference id. */
export const VERDICT_CHANNEL = 'tributary_verdict';

/**
 * Payload of `CHAIN_CHANNEL`, as JSON: one message a statement. `reset` tells that every chain table was cleared,
 * `chain_head` that the node's latest, safe or finalized block is another; its block number is the latest one.
 */
export interface ChainNotification {
  table: 'inference' | 'payout' | 'payout_challenge' | 'block' | 'chain_head' | 'reset';
  op: 'insert' | 'update' | 'delete' | 'truncate';
  rowCount: number;
  minBlockNumber: number | null;
  maxBlockNumber: number | null;
}

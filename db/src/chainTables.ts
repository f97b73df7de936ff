/** The tables that squid writes: a cache of the chain, safe to clear and index again. */
export const CHAIN_TABLES = [
  'account',
  'attribution',
  'attribution_datanet_weight',
  'attribution_index',
  'block',
  'contribution',
  'contributor_penalty',
  'datanet',
  'datanet_version',
  'fee_policy',
  'inference',
  'model',
  'payout',
  'payout_challenge',
  'protocol_event',
  'protocol_recipients',
  'reward_claim',
  'training_run',
  'training_run_input',
] as const;

/** The tables that attribution-engine writes. Results are kept when the chain tables are cleared. */
export const ENGINE_TABLES = ['contribution_share', 'index_quality', 'reconciliation', 'reconciliation_line'] as const;

/** Channel of changes in the chain tables; see `ChainNotification`. */
export const CHAIN_CHANNEL = 'tributary_chain';

/** Channel of new or changed reconciliations; the payload is the inference id. */
export const VERDICT_CHANNEL = 'tributary_verdict';

/** Payload of `CHAIN_CHANNEL`, as JSON: one message a statement. `reset` tells that every chain table was cleared. */
export interface ChainNotification {
  table: 'inference' | 'payout' | 'payout_challenge' | 'block' | 'reset';
  op: 'insert' | 'update' | 'delete' | 'truncate';
  rowCount: number;
  minBlockNumber: number | null;
  maxBlockNumber: number | null;
}

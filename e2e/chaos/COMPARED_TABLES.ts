import { CHAIN_TABLES } from '@tributary/db';
import type { ComparedTable } from './compareTables.ts';

/** Everything that squid writes. */
export const LEDGER_TABLES: readonly ComparedTable[] = CHAIN_TABLES.map((table) => ({ table, rowSql: 'to_jsonb(r)' }));

/**
 * Everything that an engine concludes. When and where it did so, how long that took and how often it tried may differ; that
 * it will try again may not.
 */
export const VERDICT_TABLES: readonly ComparedTable[] = [
  {
    table: 'reconciliation',
    rowSql: `to_jsonb(r) - '{decided_at,elapsed_ms,attempts,retry_at}'::text[]
      || jsonb_build_object('is_tried_again', r.retry_at is not null)`,
  },
  { table: 'reconciliation_line', rowSql: 'to_jsonb(r)' },
  { table: 'contribution_share', rowSql: 'to_jsonb(r)' },
];

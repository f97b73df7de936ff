import { AnalyticsColumnError } from '../../errors';
import { staleReconciliationSql } from '../sources/ReconciliationRow';
import type { AnalyticsColumn, AnalyticsTable } from './AnalyticsQuestion';

/** A kind of row as Postgres has it: FROM clause, and one SQL expression for every column. */
export interface FactTable {
  readonly from: string;
  readonly blockNumber: string;
  readonly logIndex: string;
  /** UTC seconds of the row's block. */
  readonly timeSeconds: string;
  readonly inferenceId: string;
  /** Null where a row has no amount. */
  readonly amountWei: string | null;
  readonly columns: Readonly<Partial<Record<AnalyticsColumn, string>>>;
}

/** What the API shows as the verdict of inference `i` with reconciliation `r`. */
const verdictSql = `CASE WHEN r.id IS NULL OR ${staleReconciliationSql} THEN 'PENDING' ELSE r.verdict::text END`;

/** Whole seconds: a block's time has no fractions, and a cast alone would round. */
const seconds = (timestamp: string): string => `coalesce(floor(extract(epoch FROM ${timestamp}))::bigint, 0)`;

/** Every join is by a unique key, so that Postgres leaves out those whose columns a question does not use. */
export const factTables: Readonly<Record<AnalyticsTable, FactTable>> = {
  payouts: {
    from: `payout p LEFT JOIN block b ON b.number = p.block_number LEFT JOIN inference i ON i.id = p.inference_id
      LEFT JOIN contribution c ON c.id = p.contribution_id`,
    blockNumber: 'p.block_number',
    logIndex: 'p.log_index',
    timeSeconds: seconds('b.timestamp'),
    inferenceId: 'p.claimed_inference_id',
    amountWei: 'p.amount_wei',
    columns: {
      role: 'p.role::text',
      datanet: 'c.datanet_id',
      model: 'i.model_id',
      account: 'p.recipient_id',
      license: 'c.license',
      operator: 'p.signer',
    },
  },
  inferences: {
    from: 'inference i',
    blockNumber: 'i.block_number',
    logIndex: 'i.log_index',
    timeSeconds: seconds('i.settled_at'),
    inferenceId: 'i.id',
    amountWei: 'i.fee_wei',
    columns: { model: 'i.model_id', account: 'i.payer_id', operator: 'i.signer' },
  },
  verdicts: {
    from: 'inference i LEFT JOIN reconciliation r ON r.id = i.id',
    blockNumber: 'i.block_number',
    logIndex: 'i.log_index',
    timeSeconds: seconds('i.settled_at'),
    inferenceId: 'i.id',
    amountWei: null,
    columns: { model: 'i.model_id', account: 'i.payer_id', operator: 'i.signer', verdict: verdictSql },
  },
};

/** The expression of a column. @throws AnalyticsColumnError */
export function getFactColumn(table: AnalyticsTable, column: AnalyticsColumn): string {
  const expression = factTables[table].columns[column];
  if (expression === undefined) throw new AnalyticsColumnError({ table, column });
  return expression;
}

import type { AnalyticsColumn, AnalyticsTable } from '@tributary/db';

/** A table of the partitions: what its CSV from Postgres has, what its Parquet files have, and what is called how. */
export interface TableColumns {
  /** Columns of the CSV, in order, with DuckDB types; as `copySql.ts` of db writes them. */
  readonly csv: Readonly<Record<string, string>>;
  /** Columns of the Parquet file but for the amount's limbs. */
  readonly kept: readonly string[];
  /** Its 64-bit limbs are `<amount>_0` (lowest) to `<amount>_3`. Null: rows have no amount. */
  readonly amount: string | null;
  readonly named: Readonly<Partial<Record<AnalyticsColumn, string>>>;
}

export const LIMB_COUNT = 4;

const PLACE = { block_number: 'INTEGER', log_index: 'INTEGER', time_seconds: 'BIGINT', inference_id: 'VARCHAR' };
const AMOUNT = { amount_low: 'UHUGEINT', amount_high: 'UHUGEINT' };

const payouts = {
  ...PLACE,
  role: 'VARCHAR',
  recipient: 'VARCHAR',
  model_id: 'VARCHAR',
  datanet_id: 'VARCHAR',
  license: 'VARCHAR',
  operator: 'VARCHAR',
  contribution_id: 'VARCHAR',
};
const inferences = {
  ...PLACE,
  payer: 'VARCHAR',
  model_id: 'VARCHAR',
  operator: 'VARCHAR',
  input_tokens: 'VARCHAR',
  output_tokens: 'VARCHAR',
};
const verdicts = {
  ...PLACE,
  payer: 'VARCHAR',
  model_id: 'VARCHAR',
  operator: 'VARCHAR',
  verdict: 'VARCHAR',
  decided_at_seconds: 'BIGINT',
};

export const tableColumns: Readonly<Record<AnalyticsTable, TableColumns>> = {
  payouts: {
    csv: { ...payouts, ...AMOUNT },
    kept: Object.keys(payouts),
    amount: 'amount_wei',
    named: {
      role: 'role',
      account: 'recipient',
      model: 'model_id',
      datanet: 'datanet_id',
      license: 'license',
      operator: 'operator',
    },
  },
  inferences: {
    csv: { ...inferences, ...AMOUNT },
    kept: Object.keys(inferences),
    amount: 'fee_wei',
    named: { account: 'payer', model: 'model_id', operator: 'operator' },
  },
  verdicts: {
    csv: verdicts,
    kept: Object.keys(verdicts),
    amount: null,
    named: { account: 'payer', model: 'model_id', operator: 'operator', verdict: 'verdict' },
  },
};

/** The names of the limbs of an amount. */
export function getLimbNames(amount: string): string[] {
  return Array.from({ length: LIMB_COUNT }, (_, limb) => `${amount}_${limb}`);
}

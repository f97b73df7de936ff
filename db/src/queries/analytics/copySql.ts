import type { AnalyticsTable } from './AnalyticsQuestion';
import { factTables } from './factTables';

/** Both ends included. */
export interface BlockRange {
  fromBlock: number;
  toBlock: number;
}

/** Wei in two halves of 128 bits, in decimal: what reads the CSV has no wider integer. */
const halves = (amount: string): string =>
  `CASE WHEN ${amount} < 340282366920938463463374607431768211456 THEN ${amount}
      ELSE mod(${amount}, 340282366920938463463374607431768211456) END,
    CASE WHEN ${amount} < 340282366920938463463374607431768211456 THEN 0
      ELSE div(${amount}, 340282366920938463463374607431768211456) END`;

/** SELECT lists in the order of the CSV's columns. */
const columns: Readonly<Record<AnalyticsTable, readonly string[]>> = {
  payouts: [
    ...place('payouts'),
    ...['role', 'account', 'model', 'datanet', 'license', 'operator'].map((name) => get('payouts', name)),
    'p.claimed_contribution_id',
    halves('p.amount_wei'),
  ],
  inferences: [
    ...place('inferences'),
    ...['account', 'model', 'operator'].map((name) => get('inferences', name)),
    'i.input_tokens',
    'i.output_tokens',
    halves('i.fee_wei'),
  ],
  verdicts: [
    ...place('verdicts'),
    ...['account', 'model', 'operator', 'verdict'].map((name) => get('verdicts', name)),
    'floor(extract(epoch FROM r.decided_at))::bigint',
  ],
};

function place(table: AnalyticsTable): string[] {
  const { blockNumber, logIndex, timeSeconds, inferenceId } = factTables[table];
  return [blockNumber, logIndex, timeSeconds, inferenceId];
}

function get(table: AnalyticsTable, name: string): string {
  return (factTables[table].columns as Readonly<Record<string, string>>)[name]!;
}

/** `COPY … TO STDOUT` of the rows of a range in chain order. COPY takes no parameters: both numbers are checked here. */
export function buildCopySql(table: AnalyticsTable, range: BlockRange): string {
  const { from, blockNumber, logIndex } = factTables[table];
  return `COPY (SELECT ${columns[table].join(', ')} FROM ${from}
    WHERE ${blockNumber} BETWEEN ${toIntegerText(range.fromBlock)} AND ${toIntegerText(range.toBlock)}
    ORDER BY ${blockNumber}, ${logIndex}) TO STDOUT (FORMAT csv)`;
}

function toIntegerText(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is no block number; pass a whole number`);
  return String(number);
}

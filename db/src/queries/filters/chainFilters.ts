import { type SqlText, sql, sqlLiteral } from '../sql';
import type { FilterField, FilterTest } from './FilterField';

/** Past every block. */
const NO_BLOCK = 2_147_483_647;

/** Filters of what stands in a block. */
export function blockFilters(alias: string): { blockNumber: FilterField; timestamp: FilterField } {
  const expression = `${alias}.block_number`;
  return {
    blockNumber: { kind: 'integer', expression, index: 'ordered', description: 'Height of its block.' },
    timestamp: { kind: 'time', expression, index: 'ordered', build: buildTimeSql, description: 'Time of its block.' },
  };
}

/** Filters of what an event recorded. */
export function chainFilters(alias: string): {
  blockNumber: FilterField;
  timestamp: FilterField;
  transactionHash: FilterField;
  signer: FilterField;
} {
  return {
    ...blockFilters(alias),
    transactionHash: {
      kind: 'hash',
      expression: `(${alias}.block_number, ${alias}.log_index)`,
      index: 'lookup',
      build: buildTransactionSql,
      description: 'Transaction that recorded it, 0x hex.',
    },
    signer: {
      kind: 'address',
      expression: `${alias}.signer`,
      index: 'none',
      description: 'Sender of the transaction that recorded it.',
    },
  };
}

/** By the height of the first block that is late enough: a chain's time never runs backwards, and heights order the list. */
function buildTimeSql({ operator, value }: FilterTest, expression: string): SqlText {
  const isAfter = operator === 'gt' || operator === 'lte';
  const first = sql`(SELECT b.number FROM block b
    WHERE b.timestamp ${sqlLiteral(isAfter ? '>' : '>=')} ${String(value)}::timestamptz ORDER BY b.timestamp, b.number LIMIT 1)`;
  return operator === 'gt' || operator === 'gte'
    ? sql`${sqlLiteral(expression)} >= ${first}`
    : sql`${sqlLiteral(expression)} < coalesce(${first}, ${NO_BLOCK})`;
}

/** By the event's place: events are indexed by transaction, the tables of facts by place. */
function buildTransactionSql({ value }: FilterTest, expression: string): SqlText {
  const hashes = Array.isArray(value) ? (value as string[]) : [String(value)];
  return sql`${sqlLiteral(expression)} IN (SELECT e.block_number, e.log_index FROM protocol_event e
    WHERE e.transaction_hash = ANY(${hashes}::text[]))`;
}

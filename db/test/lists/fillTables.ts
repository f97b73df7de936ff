import { allLists } from '@tributary/db';
import type { Client } from 'pg';

interface Column {
  table_name: string;
  column_name: string;
  data_type: string;
  is_nullable: 'YES' | 'NO';
}

/** Tables that grow with use: they get so many times the rows. */
const GROWING = new Set(['inference', 'payout', 'protocol_event', 'reconciliation']);
export const GROWTH = 4;
/** What every fourth row refers to, whatever the reference. */
export const COMMON_REFERENCE = '5';
/** Rows that refer to any other one, about. */
export const ROWS_PER_REFERENCE = 24;

/**
 * Puts `rowCount` rows into every table, two to a block, of values that a planner can tell apart: keys differ, references
 * point at a few hundred rows, every third nullable value is null. They mean nothing; foreign keys are not asked.
 */
export async function fillTables(client: Client, rowCount: number): Promise<void> {
  const { rows } = await client.query<Column>(
    `SELECT c.table_name, c.column_name, c.data_type, c.is_nullable FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'migrations'
     ORDER BY c.table_name, c.ordinal_position`,
  );
  await client.query('SET session_replication_role = replica');
  for (const [table, columns] of Map.groupBy(rows, (row) => row.table_name)) {
    if (!columns.some(({ column_name }) => column_name === 'id')) continue;
    const names = columns.map(({ column_name }) => `"${column_name}"`).join(', ');
    const count = GROWING.has(table) ? rowCount * GROWTH : rowCount;
    const values = columns.map((column) => valueOf(column, count / ROWS_PER_REFERENCE)).join(', ');
    await client.query(`INSERT INTO "${table}" (${names}) SELECT ${values} FROM generate_series(1, ${count}) g`);
  }
  await client.query('SET session_replication_role = origin');
  await client.query('ANALYZE');
}

function valueOf(column: Column, referenceCount: number): string {
  const { table_name: table, column_name: name, data_type: type, is_nullable } = column;
  const value = getEnumValue(enumValues.get(`${table}.${name}`)) ?? getValue(name, type, referenceCount);
  // References are nullable in the database, and set in all rows that know them.
  return is_nullable === 'YES' && !name.endsWith('_id') ? `CASE WHEN g % 3 > 0 THEN ${value} END` : value;
}

/** By `<table>.<column>`. */
const enumValues = new Map(
  allLists.flatMap(({ source, filters }) =>
    Object.values(filters).flatMap((field) => {
      const place = `${source.from.split(' ')[0]}.${field.expression.split('.')[1]}`;
      return field.enum === undefined || field.build ? [] : [[place, field.enum.values] as const];
    }),
  ),
);

function getEnumValue(values: readonly string[] | undefined): string | null {
  return values === undefined ? null : `(ARRAY['${values.join("', '")}'])[1 + g % ${values.length}]`;
}

function getValue(name: string, type: string, referenceCount: number): string {
  if (name === 'log_index' || name === 'transaction_index') return 'g % 2';
  if (name === 'block_number' || name === 'inference_block_number') return 'g / 2';
  switch (type) {
    case 'integer':
      return 'g';
    case 'numeric':
      return 'g % 1000';
    case 'boolean':
      return 'g % 2 = 0';
    case 'jsonb':
      return `'{}'::jsonb`;
    case 'timestamp with time zone':
      return `'2026-01-01'::timestamptz + make_interval(secs => g)`;
    default:
      if (name === 'id' || /hash|digest|uid/.test(name)) return 'g::text';
      return name.endsWith('_id')
        ? `CASE WHEN g % 4 = 0 THEN '${COMMON_REFERENCE}' ELSE (1 + g % ${referenceCount})::text END`
        : `'v' || g % 5`;
  }
}

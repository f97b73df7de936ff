import { createPool, type Pool } from '@tributary/db';

/** Rows of one table that two databases do not share. */
export interface TableDifference {
  readonly table: string;
  readonly differingRows: number;
  /** The first of them, each with what differs. */
  readonly examples: readonly string[];
}

/** A table, and which of its columns are compared: SQL for a JSON object of the row `r`. */
export interface ComparedTable {
  readonly table: string;
  readonly rowSql: string;
}

export interface Comparison {
  readonly rowCount: number;
  readonly differences: readonly TableDifference[];
}

const EXAMPLES = 5;
const LONGEST_VALUE = 160;

type Row = Record<string, unknown>;

/** Compares tables row by row, by id: rows that only one database has count as well as rows that differ. */
export async function compareTables(
  actualUrl: string,
  expectedUrl: string,
  tables: readonly ComparedTable[],
): Promise<Comparison> {
  const [actual, expected] = [actualUrl, expectedUrl].map((url) => createPool(url, { max: 1 })) as [Pool, Pool];
  try {
    const differences: TableDifference[] = [];
    let rowCount = 0;
    for (const compared of tables) {
      const [left, right] = await Promise.all([loadRows(actual, compared), loadRows(expected, compared)]);
      rowCount += right.size;
      const ids = [...new Set([...left.keys(), ...right.keys()])].filter((id) => left.get(id) !== right.get(id)).sort();
      if (ids.length === 0) continue;
      const examples = ids.slice(0, EXAMPLES).map((id) => `${id}: ${describe(left.get(id), right.get(id))}`);
      differences.push({ table: compared.table, differingRows: ids.length, examples });
    }
    return { rowCount, differences };
  } finally {
    await Promise.all([actual.end(), expected.end()]);
  }
}

/** Rows as JSON text, which Postgres writes in one way: amounts exact, keys in order. */
async function loadRows(pool: Pool, { table, rowSql }: ComparedTable): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; row: string }>(
    `select r.id, (${rowSql})::text as row from "${table}" r order by r.id collate "C"`,
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}

function describe(actualText: string | undefined, expectedText: string | undefined): string {
  if (actualText === undefined) return 'is missing';
  if (expectedText === undefined) return `should not be there: ${shorten(actualText)}`;
  const [actual, expected] = [JSON.parse(actualText) as Row, JSON.parse(expectedText) as Row];
  const differences = Object.keys(expected)
    .map((column) => [column, JSON.stringify(actual[column]), JSON.stringify(expected[column])] as const)
    .filter(([, is, shouldBe]) => is !== shouldBe)
    .map(([column, is, shouldBe]) => `${column} is ${shorten(is)}, not ${shorten(shouldBe)}`);
  // Numbers too long for JavaScript look the same here.
  return differences.join('; ') || `${actualText}, not ${expectedText}`;
}

function shorten(text: string | undefined): string {
  return text !== undefined && text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : String(text);
}

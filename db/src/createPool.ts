import { Pool, types, type PoolConfig } from 'pg';

export type { Pool };

/** What the wire text of a Postgres type becomes. */
type Parser = (text: string) => unknown;

const INT8 = 20;
const NUMERIC = 1700;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;

/** Whole numbers become bigint and stay exact; a fraction stays text, because no float may hold an amount. */
function parseExact(text: string): bigint | string {
  return /^-?\d+$/.test(text) ? BigInt(text) : text;
}

/** One dimension only: numbers have no quoting, so the array text splits at its commas. */
function parseExactArray(text: string): unknown[] {
  if (text === '{}') return [];
  return text
    .slice(1, -1)
    .split(',')
    .map((element) => (element === 'NULL' ? null : parseExact(element)));
}

const exactParsers = new Map<number, Parser>([
  [INT8, parseExact],
  [NUMERIC, parseExact],
  [INT8_ARRAY, parseExactArray],
  [NUMERIC_ARRAY, parseExactArray],
]);

/** `numeric` and `int8` as bigint, everything else as `pg` does it (timestamps as Date, json parsed). */
export const exactTypes: NonNullable<PoolConfig['types']> = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const parser = format === 'binary' ? undefined : exactParsers.get(oid);
    return parser ?? types.getTypeParser(oid, format as 'text');
  },
};

export interface PoolOptions {
  /** Connections at most; 10 unless told. */
  max?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Server-side limit for a statement. */
  statementTimeoutMs?: number;
  /** A connection broke (server restarted). The pool replaces it; without a listener Node would exit. */
  onError?: (error: Error) => void;
}

/** A pool whose `numeric` and `int8` columns arrive as bigint. Connects on first use. */
export function createPool(url: string, options: PoolOptions = {}): Pool {
  const pool = new Pool({
    connectionString: url,
    types: exactTypes,
    max: options.max ?? 10,
    ...(options.applicationName === undefined ? {} : { application_name: options.applicationName }),
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  });
  const onError = options.onError ?? (() => undefined);
  pool.on('error', onError);
  // One in use breaks too, between two statements of a transaction: whoever uses it hears of it at the next one.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

import type { ReadDatabase } from '../ReadDatabase';
import { type SqlText, sql } from '../sql';

/** How many blocks stand above a height, counted up to `limit`. */
export function loadBlockBacklog(db: ReadDatabase, afterBlock: number, limit: number): Promise<number> {
  return count(db, sql`SELECT FROM block b WHERE b.number > ${afterBlock}::int LIMIT ${limit}`);
}

/** How many inferences stand above a height, counted up to `limit`. */
export function loadInferenceBacklog(db: ReadDatabase, afterBlock: number, limit: number): Promise<number> {
  return count(db, sql`SELECT FROM inference i WHERE i.block_number > ${afterBlock}::int LIMIT ${limit}`);
}

/** How many verdicts were decided after a moment, in milliseconds since 1970, counted up to `limit`. */
export function loadVerdictBacklog(db: ReadDatabase, afterMs: number, limit: number): Promise<number> {
  const after = new Date(afterMs).toISOString();
  return count(db, sql`SELECT FROM reconciliation r WHERE r.decided_at > ${after}::timestamptz LIMIT ${limit}`);
}

async function count(db: ReadDatabase, rows: SqlText): Promise<number> {
  const [row] = await db.load<{ count: number }>(sql`SELECT count(*)::int AS count FROM (${rows}) AS backlog`);
  return row?.count ?? 0;
}

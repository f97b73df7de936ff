import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';
import type { LiveHead, SnapshotMark } from './LivePosition';
import { loadBlockMarks, thinMarks } from './loadBlockMarks';

/** Highest block number that Postgres can hold. */
export const MAX_BLOCK_NUMBER = 0x7fffffff;

/** Where chain and verdicts stand; both of one snapshot when `db` is one. */
export async function loadLiveHead(db: ReadDatabase): Promise<LiveHead> {
  const seen = await loadSnapshotMark(db);
  return { marks: thinMarks(await loadBlockMarks(db, MAX_BLOCK_NUMBER)), seen };
}

/** What the current transaction sees. */
export async function loadSnapshotMark(db: ReadDatabase): Promise<SnapshotMark> {
  const [row] = await db.load<{ snapshot: string; takenAtMs: number }>(sql`
    SELECT pg_current_snapshot()::text AS snapshot, (extract(epoch FROM now()) * 1000)::float8 AS "takenAtMs"`);
  return { snapshot: row!.snapshot, takenAtMs: Math.floor(row!.takenAtMs) };
}

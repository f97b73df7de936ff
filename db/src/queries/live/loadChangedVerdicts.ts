import { selectList } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { type ReconciliationRow, reconciliationSource, staleReconciliationSql } from '../sources/ReconciliationRow';
import { joinSql, type SqlText, sql, sqlLiteral } from '../sql';
import type { SnapshotMark } from './LivePosition';

/** A verdict about the chain as it is. */
export interface ChangedVerdict extends ReconciliationRow {
  /** The newest block that it rests on, of the settlement or of a payout; at most `toBlock`. */
  restsOnBlock: number;
  /** Place of the inference. */
  inferenceBlock: number;
  inferenceLogIndex: number;
  /** False when the engine decided about this inference before. */
  isNew: boolean;
}

export interface VerdictRange {
  /** What is known already. */
  readonly seen: SnapshotMark;
  /** Verdicts that rest on a later block are told even if `seen` shows them: they were not about this chain then. */
  readonly sinceBlock: number;
  /** Only what this snapshot shows; null: everything there is. */
  readonly until: SnapshotMark | null;
  /** The newest block that is known: what stands above it is not looked at yet. */
  readonly toBlock: number;
  /** Place of the inference after which to go on. */
  readonly after: { readonly blockNumber: number; readonly logIndex: number } | null;
}

/** The longest that a transaction of the engine may last without its verdicts being missed, milliseconds. */
const LONGEST_WRITE_MS = 600_000;

/**
 * Verdicts that came or changed since a snapshot was taken, exactly: whether a row was there is asked of the transaction that
 * wrote it, not of a clock. Only the search among them goes by time (`decided_at`, the start of that transaction). In the
 * order of their inferences.
 */
export function loadChangedVerdicts(db: ReadDatabase, range: VerdictRange, limit: number): Promise<ChangedVerdict[]> {
  const since = new Date(range.seen.takenAtMs - LONGEST_WRITE_MS).toISOString();
  const restsOn = sql`greatest(i.block_number,
    (SELECT max(p.block_number) FROM payout p
      WHERE p.claimed_inference_id = i.id AND p.block_number <= ${range.toBlock}::int))`;
  const isUnseen = sql`NOT ${isVisible('r', range.seen)}`;
  const conditions = [
    sql`i.block_hash = r.inference_block_hash`,
    sql`i.block_number <= ${range.toBlock}::int`,
    ...(range.until === null ? [] : [isVisible('r', range.until)]),
    ...(range.after === null
      ? []
      : [sql`(i.block_number, i.log_index) > (${range.after.blockNumber}::int, ${range.after.logIndex}::int)`]),
  ];
  return db.load<ChangedVerdict>(sql`
    WITH candidate AS (
      SELECT r.id, TRUE AS is_unseen FROM reconciliation r WHERE r.decided_at > ${since}::timestamptz AND ${isUnseen}
      UNION
      SELECT i.id, FALSE FROM inference i WHERE i.block_number > ${range.sinceBlock}::int
      UNION
      SELECT p.claimed_inference_id, FALSE FROM payout p WHERE p.block_number > ${range.sinceBlock}::int
    ), wanted AS (SELECT id, bool_or(is_unseen) AS is_unseen FROM candidate GROUP BY id)
    SELECT ${selectList(reconciliationSource)}, ${restsOn} AS "restsOnBlock", i.block_number AS "inferenceBlock",
      i.log_index AS "inferenceLogIndex", (NOT wanted.is_unseen OR r.attempts <= 1) AS "isNew"
    FROM wanted JOIN reconciliation r ON r.id = wanted.id JOIN inference i ON i.id = r.id
    WHERE ${joinSql(conditions, ' AND ')} AND (wanted.is_unseen OR NOT ${sqlLiteral(staleReconciliationSql)})
    ORDER BY i.block_number, i.log_index LIMIT ${limit}`);
}

/** Whether a snapshot shows a row as it is. A row holds the low half of its transaction's number; the high half follows from now. */
function isVisible(alias: string, mark: SnapshotMark): SqlText {
  const next = 'pg_snapshot_xmax(pg_current_snapshot())::text::numeric::bigint';
  const writer = `(${next} - (((${next} & 4294967295) - ${alias}.xmin::text::bigint + 4294967296) & 4294967295))`;
  return sql`pg_visible_in_snapshot(${sqlLiteral(writer)}::text::xid8, ${mark.snapshot}::pg_snapshot)`;
}

import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';

/** What an export is made at. */
export interface ExportPoint {
  /** The newest block that is final and indexed; null before there is one. */
  readonly finalBlock: number | null;
  /** The newest block with an event at or below the one that was asked for; null: there is none. */
  readonly newestNumber: number | null;
  readonly newestHash: string | null;
}

/** @param asOfBlock null: the newest final block */
export async function loadExportPoint(db: ReadDatabase, asOfBlock: number | null): Promise<ExportPoint> {
  const [point] = await db.load<ExportPoint>(sql`
    WITH final AS (
      SELECT least(h.finalized_block_number,
        (SELECT max(s.height) FROM squid_processor.status s WHERE s.height >= 0)) AS number
      FROM chain_head h WHERE (SELECT max(s.height) FROM squid_processor.status s) >= 0
    )
    SELECT (SELECT number FROM final) AS "finalBlock", newest.number AS "newestNumber", newest.hash AS "newestHash"
    FROM (SELECT 1) AS one LEFT JOIN LATERAL (
      SELECT b.number, b.hash FROM block b WHERE b.number <= least(${asOfBlock}::int, (SELECT number FROM final))
      ORDER BY b.number DESC LIMIT 1
    ) AS newest ON TRUE`);
  return point ?? { finalBlock: null, newestNumber: null, newestHash: null };
}

import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

export interface DatanetTotals {
  contributionCount: number;
  /** Accepted and not withdrawn. */
  acceptedContributionCount: number;
  /** Rows of the contributions that are accepted and not withdrawn. */
  rowCount: bigint;
  /** Paid so far for its contributions, wei. */
  earnedWei: bigint;
}

/** In the order of `datanetIds`. */
export async function loadDatanetTotals(db: ReadDatabase, datanetIds: readonly string[]): Promise<DatanetTotals[]> {
  return db.load<DatanetTotals>(sql`
    SELECT size.*, (
      SELECT coalesce(sum(p.amount_wei), 0) FROM payout p JOIN contribution c ON c.id = p.contribution_id
      WHERE c.datanet_id = datanet.id
    ) AS "earnedWei"
    FROM unnest(${datanetIds}::text[]) WITH ORDINALITY AS datanet(id, position)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "contributionCount",
        (count(*) FILTER (WHERE c.accepted AND c.withdrawn_block_number IS NULL))::int AS "acceptedContributionCount",
        coalesce(sum(c.row_count) FILTER (WHERE c.accepted AND c.withdrawn_block_number IS NULL), 0) AS "rowCount"
      FROM contribution c WHERE c.datanet_id = datanet.id
    ) AS size
    ORDER BY datanet.position`);
}

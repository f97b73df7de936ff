import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/**
 * The newest block that a verdict about each inference rests on: of the settlement, of what the operator posted, or of
 * the last payout. In the order of `inferenceIds`; null where the chain has no such inference.
 */
export async function loadComparedBlocks(
  db: ReadDatabase,
  inferenceIds: readonly string[],
): Promise<(number | null)[]> {
  const rows = await db.load<{ blockNumber: number | null }>(sql`
    SELECT CASE WHEN i.id IS NOT NULL THEN greatest(i.block_number,
        (SELECT a.block_number FROM attribution a WHERE a.id = i.id),
        (SELECT max(p.block_number) FROM payout p WHERE p.claimed_inference_id = i.id)) END AS "blockNumber"
    FROM unnest(${inferenceIds}::text[]) WITH ORDINALITY AS wanted(id, position)
    LEFT JOIN inference i ON i.id = wanted.id
    ORDER BY wanted.position`);
  return rows.map((row) => row.blockNumber);
}

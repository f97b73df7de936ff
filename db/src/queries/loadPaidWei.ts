import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/** Sum of the payouts of each inference, wei, in the order of `inferenceIds`. */
export async function loadPaidWei(db: ReadDatabase, inferenceIds: readonly string[]): Promise<bigint[]> {
  const rows = await db.load<{ paidWei: bigint }>(sql`
    SELECT (SELECT coalesce(sum(p.amount_wei), 0) FROM payout p WHERE p.inference_id = inference.id) AS "paidWei"
    FROM unnest(${inferenceIds}::text[]) WITH ORDINALITY AS inference(id, position)
    ORDER BY inference.position`);
  return rows.map((row) => row.paidWei);
}

import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/** From the block time of a settlement to its decision, milliseconds; null while nothing is decided. */
export interface VerdictDelays {
  p50Ms: number | null;
  p95Ms: number | null;
}

/** Over the newest `sampleSize` reconciled inferences; a clock behind the chain's counts as 0. */
export async function loadVerdictDelays(db: ReadDatabase, sampleSize: number): Promise<VerdictDelays> {
  const [delays] = await db.load<VerdictDelays>(sql`
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY delay_ms) AS "p50Ms",
      percentile_disc(0.95) WITHIN GROUP (ORDER BY delay_ms) AS "p95Ms"
    FROM (
      SELECT greatest(0, round(extract(epoch FROM r.decided_at - i.settled_at) * 1000))::int AS delay_ms
      FROM reconciliation r JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash
      WHERE r.verdict::text <> 'PENDING'
      ORDER BY r.inference_block_number DESC LIMIT ${sampleSize}
    ) AS sample`);
  return delays ?? { p50Ms: null, p95Ms: null };
}

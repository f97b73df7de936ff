import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

export interface ModelTotals {
  inferenceCount: number;
  /** Fees of its inferences, wei. */
  feesWei: bigint;
}

/** In the order of `modelIds`. */
export async function loadModelTotals(db: ReadDatabase, modelIds: readonly string[]): Promise<ModelTotals[]> {
  return db.load<ModelTotals>(sql`
    SELECT total.*
    FROM unnest(${modelIds}::text[]) WITH ORDINALITY AS model(id, position)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "inferenceCount", coalesce(sum(i.fee_wei), 0) AS "feesWei"
      FROM inference i WHERE i.model_id = model.id
    ) AS total
    ORDER BY model.position`);
}

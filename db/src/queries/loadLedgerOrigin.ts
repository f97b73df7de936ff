import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/** What a ledger that no chain made was made from. */
export interface LedgerOriginRow {
  seed: string;
  inferenceCount: number;
  madeAt: Date;
}

/** Null: the ledger was read from a chain. */
export async function loadLedgerOrigin(db: ReadDatabase): Promise<LedgerOriginRow | null> {
  const [origin] = await db.load<LedgerOriginRow>(sql`
    SELECT seed, inference_count AS "inferenceCount", made_at AS "madeAt" FROM ledger_origin WHERE id = 'synthetic'`);
  return origin ?? null;
}

/** One sentence for people and for the metadata of files. */
export function describeLedgerOrigin({ seed, inferenceCount }: LedgerOriginRow): string {
  return (
    `Synthetic: made up by "tributary seed" with ${inferenceCount} inferences and the seed "${seed}", to try things at ` +
    'scale. No chain, model or person stands behind it.'
  );
}

import type { AttributionResult } from '@tributary/attribution-engine';

/** The raw scores of an answer as doubles: for correlations and rankings, never for pay. */
export function readScores({ scores }: Pick<AttributionResult, 'scores'>): Float64Array {
  return scores.rounded;
}

import {
  buildPreconditioner,
  createAttributor,
  createPreconditioner,
  createReferenceBackend,
  readerOf,
  type AttributionIndex,
  type AttributionResult,
} from '@tributary/attribution-engine';
import { quantizeRecord, type FeatureRecord } from '@tributary/protocol';

/** The shipped rule from projected features to shares (steps 4 to 6), over one index. */
export interface AnswerScorer {
  /**
   * The query that is committed.
   *
   * @param features one projected block each, as the extractor gives them
   */
  toQuery(features: readonly Float64Array[]): FeatureRecord;
  score(features: readonly Float64Array[]): Promise<AttributionResult>;
}

export async function createAnswerScorer(index: AttributionIndex): Promise<AnswerScorer> {
  const reader = readerOf(index);
  const precondition = createPreconditioner(await buildPreconditioner(reader));
  const attributor = await createAttributor(reader, createReferenceBackend());
  const toQuery = (features: readonly Float64Array[]): FeatureRecord => quantizeRecord(precondition(features));
  return { toQuery, score: async (features) => (await attributor.attribute([toQuery(features)]))[0]! };
}

/** Each row's part of the pay, N numbers that sum to 1; all 0 when the answer is unattributed. */
export function rowSharesOf(result: Pick<AttributionResult, 'shares'>, rowCount: number): Float64Array {
  const shares = new Float64Array(rowCount);
  for (const { rows } of result.shares) for (const { row, weight } of rows) shares[row] = Number(weight);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total === 0 ? shares : shares.map((share) => share / total);
}

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

/** The rules that are measured: they share features, queries and scores and differ in step 6. */
export const RULES = ['gradient/1', 'gradient/2'] as const;
export type Rule = (typeof RULES)[number];

/** A shipped rule from projected features to shares (steps 4 to 6), over one index. */
export interface AnswerScorer {
  /**
   * The query that is committed.
   *
   * @param features one projected block each, as the extractor gives them
   */
  toQuery(features: readonly Float64Array[]): FeatureRecord;
  score(features: readonly Float64Array[]): Promise<AttributionResult>;
}

/**
 * @param index by `gradient/1`; `gradient/2` reads the same rows
 * @param families [N], see `findFamilies`; none unless told
 */
export async function createAnswerScorer(
  index: AttributionIndex,
  rule: Rule = 'gradient/1',
  families = new Uint32Array(index.contributions.length),
): Promise<AnswerScorer> {
  const reader = readerOf(rule === 'gradient/1' ? index : { ...index, method: rule, families });
  const precondition = createPreconditioner(await buildPreconditioner(reader));
  const attributor = await createAttributor(reader, createReferenceBackend());
  const toQuery = (features: readonly Float64Array[]): FeatureRecord => quantizeRecord(precondition(features));
  return { toQuery, score: async (features) => (await attributor.attribute([toQuery(features)]))[0]! };
}

/** One of something for each rule. */
export async function forEachRule<T>(make: (rule: Rule) => Promise<T>): Promise<Record<Rule, T>> {
  return { 'gradient/1': await make('gradient/1'), 'gradient/2': await make('gradient/2') };
}

/** What a rule makes of answers: per answer each row's part of the pay, see {@link rowSharesOf}. */
export async function scoreAll(
  scorer: AnswerScorer,
  queries: readonly (readonly Float64Array[])[],
  rowCount: number,
): Promise<Float64Array[]> {
  const shares: Float64Array[] = [];
  for (const query of queries) shares.push(rowSharesOf(await scorer.score(query), rowCount));
  return shares;
}

/** Each row's part of the pay, N numbers that sum to 1; all 0 when the answer is unattributed. */
export function rowSharesOf(result: Pick<AttributionResult, 'shares'>, rowCount: number): Float64Array {
  const shares = new Float64Array(rowCount);
  for (const { rows } of result.shares) for (const { row, weight } of rows) shares[row] = Number(weight);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total === 0 ? shares : shares.map((share) => share / total);
}

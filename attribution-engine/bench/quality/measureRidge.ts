import type { AttributionIndex } from '@tributary/attribution-engine';
import { createSeededRandom, quantizeRecord } from '@tributary/protocol';
import { createAnswerScorer } from './createAnswerScorer.ts';
import type { QualityCase } from './QualityCase.ts';
import { readScores } from './readScores.ts';
import { solveSymmetric } from './solveSymmetric.ts';
import { meanOf, pearsonOf } from './statistics.ts';

/** The rule's damping, in units of the trace of H. */
const DAMPING = 0.01;

/**
 * The rule against a closed form. In ridge regression the loss of a test point after leaving one row out is known
 * exactly: θ₋ᵢ − θ = A⁻¹xᵢeᵢ / (1 − xᵢᵀA⁻¹xᵢ), A = XᵀX + NλI. With residuals eᵢ = ±1 (θ is chosen as −Xᵀe/(Nλ), y as
 * Xθ − e, which makes θ the solution) the second moment of the gradients eᵢxᵢ is XᵀX/N, and with λ = 0.01·tr the rule's
 * preconditioner is the regression's own inverse. Everything from the int8 rows to the integer scores is the shipped code.
 */
export async function* measureRidge(
  rowCount: number,
  dimension: number,
  queryCount: number,
): AsyncGenerator<QualityCase> {
  const random = createSeededRandom('quality/ridge');
  const spread = Float64Array.from({ length: dimension }, (_, i) => 1 / (1 + i / 16));
  const draw = (): Float64Array => spread.map((scale) => scale * random.nextGaussian());
  const rows = Array.from({ length: rowCount }, draw);
  const residuals = rows.map(() => (random.nextU32() & 1 ? 1 : -1));
  const moment = Array.from({ length: dimension }, () => new Float64Array(dimension));
  for (const x of rows) {
    moment.forEach((row, i) => {
      for (let j = 0; j < dimension; j++) row[j]! += (x[i]! * x[j]!) / rowCount;
    });
  }
  const lambda = DAMPING * moment.reduce((trace, row, i) => trace + row[i]!, 0);
  moment.forEach((row, i) => (row[i]! += lambda));
  const queries = Array.from({ length: queryCount }, draw);
  const solved = solveSymmetric(moment, [...rows, ...queries]);

  const blocks = [{ name: 'ridge', dimension }];
  const records = rows.map((x, i) => quantizeRecord([x.map((value) => residuals[i]! * value)]));
  const index: AttributionIndex = {
    ...{ method: 'gradient/1', blocks, baseDigest: '', adapterDigest: '' },
    values: Int8Array.from(records.flatMap(({ values }) => [...values])),
    exponents: Int8Array.from(records.flatMap(({ exponents }) => [...exponents])),
    contributions: Uint32Array.from(rows, (_, i) => i + 1),
    lines: new Uint32Array(rowCount),
  };
  const scorer = await createAnswerScorer(index);
  const leverage = rows.map((x, i) => dot(x, solved[i]!) / rowCount);
  const correlations: number[] = [];
  for (const [q, z] of queries.entries()) {
    const residual = random.nextU32() & 1 ? 1 : -1;
    const along = solved[rowCount + q]!;
    const rises = rows.map((x, i) => {
      const shift = (dot(along, x) * residuals[i]!) / rowCount / (1 - leverage[i]!);
      return residual * shift + 0.5 * shift * shift;
    });
    const result = await scorer.score([z.map((value) => residual * value)]);
    correlations.push(pearsonOf(rises, readScores(result)));
  }
  const about = `ridge regression, ${rowCount} rows × ${dimension}: leave-one-out in closed form against the integer scores`;
  yield { part: 'oracles', case: `${about}, r, mean`, unit: 'r', ours: meanOf(correlations) };
  yield {
    ...{ part: 'oracles', case: `${about}, r, worst of ${queryCount} queries`, unit: 'r' },
    ...{ ours: Math.min(...correlations), bar: 0.999, good: 'at least' },
  };
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
}

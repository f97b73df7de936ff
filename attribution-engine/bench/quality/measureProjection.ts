import { createFeatureExtractor, GRADIENT_1, type AttributionIndex } from '@tributary/attribution-engine';
import { createSession, restartAdapter, type Example, type LoraGradient } from '@tributary/lora';
import { quantizeRecord } from '@tributary/protocol';
import { createAnswerScorer } from './createAnswerScorer.ts';
import { ANSWER_SOURCES, type Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';
import { readScores } from './readScores.ts';
import { solveSymmetric } from './solveSymmetric.ts';
import { meanOf, spearmanOf } from './statistics.ts';

/** Blocks of one example as float64, whatever their lengths. */
type Blocks = readonly Float64Array[];

/**
 * What quantisation and projection cost: the shipped integers against float64 scores of the same projected gradients, and
 * against float64 scores of the whole gradients, both with the exact damped inverse of their own second moment.
 */
export async function* measureProjection(
  study: Study,
  rowCount: number,
  answersPerSource: number,
): AsyncGenerator<QualityCase> {
  const rows = study.indexRows.filter((_, i) => i % Math.ceil(study.indexRows.length / rowCount) === 0);
  const perSource = study.answers.length / ANSWER_SOURCES.length;
  const picked = study.answers.filter((_, i) => (i % perSource) % Math.ceil(perSource / answersPerSource) === 0);
  const examples = [...rows, ...picked].map(({ example }) => example);

  const extractor = createFeatureExtractor(study.base, study.training.adapter, GRADIENT_1);
  const projected: Blocks[] = [];
  for (const example of examples) projected.push(await extractor.extract(example));
  extractor.dispose();
  const integers = await scoreIntegers(study.features.index, projected, rows.length);
  const projectedScores = scoreFloats(projected, rows.length);
  const wholeScores = scoreFloats(await takeWholeGradients(study, examples), rows.length);

  const quantised = integers.map((scores, q) => spearmanOf(scores, projectedScores[q]!));
  const whole = integers.map((scores, q) => spearmanOf(scores, wholeScores[q]!));
  const part = 'oracles';
  const about = `int8 against float64 of the same projection, ${picked.length} answers × ${rows.length} rows`;
  yield { part, case: `${about}, mean`, unit: 'Spearman', ours: meanOf(quantised) };
  yield {
    ...{ part, case: `${about}, worst answer`, unit: 'Spearman' },
    ...{ ours: Math.min(...quantised), bar: 0.998, good: 'at least' },
  };
  yield {
    ...{ part, case: `shipped integers against float64 influence of the unprojected gradients, mean` },
    ...{ unit: 'Spearman', ours: meanOf(whole) },
  };
}

async function scoreIntegers(
  like: AttributionIndex,
  features: readonly Blocks[],
  rowCount: number,
): Promise<Float64Array[]> {
  const records = features.slice(0, rowCount).map((blocks) => quantizeRecord(blocks));
  const index: AttributionIndex = {
    ...like,
    values: Int8Array.from(records.flatMap(({ values }) => [...values])),
    exponents: Int8Array.from(records.flatMap(({ exponents }) => [...exponents])),
    contributions: Uint32Array.from(records, (_, i) => i + 1),
    lines: new Uint32Array(rowCount),
  };
  const scorer = await createAnswerScorer(index);
  const scores: Float64Array[] = [];
  for (const query of features.slice(rowCount)) scores.push(readScores(await scorer.score(query)));
  return scores;
}

/**
 * `Σ_b g_bᵀ (G_bᵀG_b/N + λ_b I)⁻¹ q_b`, λ_b = 0.01·tr, by the matrix inversion lemma: with K = G Gᵀ it is
 * `(1/λ)(Gq − K (K + NλI)⁻¹ Gq)`, which needs N × N numbers however long the blocks are.
 */
function scoreFloats(features: readonly Blocks[], rowCount: number): Float64Array[] {
  const queries = features.slice(rowCount);
  const scores = queries.map(() => new Float64Array(rowCount));
  features[0]!.forEach((_, b) => {
    const rows = features.slice(0, rowCount).map((blocks) => blocks[b]!);
    const kernel = rows.map((row) => Float64Array.from(rows, (other) => dot(row, other)));
    const lambda = (0.01 * kernel.reduce((sum, row, i) => sum + row[i]!, 0)) / rowCount;
    const damped = kernel.map((row, i) => row.map((value, j) => (i === j ? value + rowCount * lambda : value)));
    const right = queries.map((blocks) => Float64Array.from(rows, (row) => dot(row, blocks[b]!)));
    const solved = solveSymmetric(damped, right);
    right.forEach((along, q) => {
      for (let i = 0; i < rowCount; i++) scores[q]![i]! += (along[i]! - dot(kernel[i]!, solved[q]!)) / lambda;
    });
  });
  return scores;
}

/** The blocks of the rule before projection, in the rule's order of stages; order within a stage is of no account here. */
async function takeWholeGradients(study: Study, examples: readonly Example[]): Promise<Blocks[]> {
  const { adapter } = study.training;
  const start = createSession(study.base, restartAdapter(adapter, 'gradient/1'));
  const final = createSession(study.base, adapter);
  const whole: Blocks[] = [];
  for (const example of examples) {
    const atStart = (await start.gradient(example)).map(({ dB }) => Float64Array.from(dB));
    const atEnd = (await final.gradient(example)).map(joinBoth);
    whole.push([...atStart, ...atEnd]);
  }
  start.dispose();
  final.dispose();
  return whole;
}

function joinBoth({ dA, dB }: LoraGradient): Float64Array {
  const both = new Float64Array(dA.length + dB.length);
  both.set(dA);
  both.set(dB, dA.length);
  return both;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
}

import { createSeededRandom } from '@tributary/protocol';
import { RULES } from './createAnswerScorer.ts';
import { ANSWER_SOURCES, type Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';
import { readScores } from './readScores.ts';
import { EPOCHS } from './studySettings.ts';
import { meanOf, spearmanOf, standardErrorOf } from './statistics.ts';

const BARS = { reference: 0.7, greedy: 0.5, sampled: 0.35 };

/**
 * Linear datamodelling score (Park et al. 2023, TRAK): the adapter is trained again and again without a random half of
 * the contributors; per answer, Spearman over the halves between the pay of those left in and minus the answer's loss
 * (mean of the training seeds), averaged over answers. An unattributed answer counts as 0. Rows left out have weight 0;
 * order and batches stay.
 */
export async function* measureRetraining(study: Study): AsyncGenerator<QualityCase> {
  const { answers, features, rowShares, scale, task } = study;
  const contributors = [...new Set(task.rows.map((row) => row.contributor))];
  const halves = Array.from({ length: scale.halves.count }, (_, i) => chooseHalf(contributors, `subset/${i}`));
  const losses = await Promise.all(halves.map((kept) => retrain(study, kept)));
  const scores: Float64Array[] = [];
  for (const query of features.queries) scores.push(readScores(await study.scorers['gradient/1'].score(query)));

  const correlate = (q: number, weigh: (row: number) => number): number => {
    const predicted = halves.map((kept) =>
      task.rows.reduce((sum, row, i) => (kept.has(row.contributor) ? sum + weigh(i) : sum), 0),
    );
    return spearmanOf(
      predicted,
      losses.map((bySeed) => -meanOf(bySeed.map((loss) => loss[q]!))),
    );
  };
  const part = 'retraining';
  for (const source of ANSWER_SOURCES) {
    const own = answers.flatMap((answer, q) => (answer.source === source ? [q] : []));
    const raw = own.map((q) => correlate(q, (row) => Math.max(0, scores[q]![row]!)));
    const kinds = own.map((q) => correlate(q, (row) => (task.rows[row]!.kind === answers[q]!.kind ? 1 : 0)));
    const name = `${source} answers, ${halves.length} halves of the contributors × ${scale.halves.seedCount} seeds`;
    const unit = 'LDS';
    for (const rule of RULES) {
      const shares = rowShares[rule];
      const paid = own.map((q) => correlate(q, (row) => shares[q]![row]!));
      const attributed = paid.filter((_, i) => shares[own[i]!]!.some((share) => share > 0));
      const about = `${rule}, ${source} answers`;
      yield { part, case: `${rule}, ${name}: pay`, unit, ours: meanOf(paid), bar: BARS[source], good: 'at least' };
      yield { part, case: `${about}: standard error of that`, unit, ours: standardErrorOf(paid) };
      yield { part, case: `${about}: pay, attributed answers only`, unit, ours: meanOf(attributed) };
    }
    yield { part, case: `${source} answers: positive raw scores, before gate and floor`, unit, ours: meanOf(raw) };
    yield {
      part,
      case: `${source} answers: an oracle that knows the kind and nothing else`,
      unit,
      ours: meanOf(kinds),
    };
    if (scale.halves.seedCount < 2) continue;
    const agreement = own.map((q) =>
      spearmanOf(
        losses.map((bySeed) => bySeed[0]![q]!),
        losses.map((bySeed) => bySeed[1]![q]!),
      ),
    );
    yield { part, case: `${source} answers: one training seed against another`, unit, ours: meanOf(agreement) };
  }
}

/** Losses of the answers after training on the contributors kept, by seed. The first seed is that of the adapter itself. */
function retrain(study: Study, kept: ReadonlySet<number>): Promise<Float64Array[]> {
  return Promise.all(
    Array.from({ length: study.scale.halves.seedCount }, async (_, seed) => {
      const { losses } = await study.pool.run({
        type: 'train',
        examples: study.indexRows.map(({ example }) => example),
        weights: study.task.rows.map((row) => (kept.has(row.contributor) ? 1 : 0)),
        seed: 'abcdefgh'[seed]!,
        epochs: EPOCHS,
        measured: study.answers.map(({ example }) => example),
      });
      return losses;
    }),
  );
}

/** A random half, rounded down, of the values. */
export function chooseHalf<T>(values: readonly T[], label: string): Set<T> {
  const random = createSeededRandom(`quality/half/${label}`);
  const drawn = values.map((value) => ({ value, at: random.nextU32() })).sort((a, b) => a.at - b.at);
  return new Set(drawn.slice(0, values.length >> 1).map(({ value }) => value));
}

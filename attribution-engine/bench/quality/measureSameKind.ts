import { RULES, createAnswerScorer, scoreAll } from './createAnswerScorer.ts';
import { ANSWER_SOURCES, type Study } from './prepareStudy.ts';
import { prepareSameKind, type SameKindStudy } from './prepareSameKind.ts';
import type { QualityCase } from './QualityCase.ts';
import { meanOf, spearmanOf, standardErrorOf } from './statistics.ts';

/**
 * The division among contributors of the same kind of data: per answer, Spearman between what the units left in are paid
 * and minus the answer's loss, averaged over training seeds; and how well one half of the seeds foretells the other.
 */
export async function* measureSameKind(study: Study): AsyncGenerator<QualityCase> {
  const same = await prepareSameKind(study);
  const about = `${same.subsets.length} sets of units × ${same.losses[0]!.length} seeds, shares against losses`;
  const part = 'same kind';
  for (const rule of RULES) {
    const { index, queries } = same.features;
    const shares = await scoreAll(await createAnswerScorer(index, rule), queries, same.rows.length);
    const scores = correlateWithin(same, (row, q) => shares[q]![row]!);
    for (const source of ANSWER_SOURCES) {
      const own = scores.filter((_, q) => same.answers[q]!.source === source);
      yield { part, case: `${rule}, ${source} answers, ${about}`, unit: 'Spearman', ours: meanOf(own) };
    }
    yield { part, case: `${rule}, all answers, ${about}`, unit: 'Spearman', ours: meanOf(scores) };
    yield {
      part,
      case: `${rule}, all answers, standard error of that`,
      unit: 'Spearman',
      ours: standardErrorOf(scores),
    };
  }
  if (same.losses[0]!.length < 2) return;
  const bySeed = (seed: number, q: number): number[] => same.losses.map((seeds) => -seeds[seed]![q]!);
  const agreement = same.answers.map((_, q) => spearmanOf(bySeed(0, q), bySeed(1, q)));
  yield {
    ...{ part, case: 'all answers, one training seed against another: the noise of retraining itself' },
    ...{ unit: 'Spearman', ours: meanOf(agreement) },
  };
}

/** Per answer, Spearman over the subsets between the summed weights of the rows left in and what they gained. */
export function correlateWithin(same: SameKindStudy, weigh: (row: number, answer: number) => number): number[] {
  return same.answers.map((_, q) => {
    const gains = same.losses.map((seeds) => -meanOf(seeds.map((losses) => losses[q]!)));
    const predicted = same.subsets.map((kept) =>
      same.rows.reduce((sum, row, i) => {
        const isIn = same.units[i] === -1 || kept.has(`${row.kind}/${same.units[i]}`);
        return isIn ? sum + weigh(i, q) : sum;
      }, 0),
    );
    return spearmanOf(predicted, gains);
  });
}

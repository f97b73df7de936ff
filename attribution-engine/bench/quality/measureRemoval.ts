import { createSeededRandom } from '@tributary/protocol';
import { ANSWER_SOURCES, type Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';
import { readScores } from './readScores.ts';
import { EPOCHS } from './studySettings.ts';
import { meanOf, standardErrorOf } from './statistics.ts';

const REMOVED = 30;
const RANDOM_REMOVALS = 4;

/**
 * The 30 rows that score highest for an answer are removed (weight 0, batches unchanged) and the adapter is trained again:
 * by how much the answer's own loss rises above the mean of removals of 30 random rows.
 */
export async function* measureRemoval(study: Study): AsyncGenerator<QualityCase> {
  const { answers, features, scale } = study;
  const scorer = study.scorers['gradient/1'];
  const perSource = answers.length / ANSWER_SOURCES.length;
  const each = Math.ceil(scale.removalCount / ANSWER_SOURCES.length);
  const picked = answers.map((_, q) => q).filter((q) => (q % perSource) % Math.ceil(perSource / each) === 0);
  const rowCount = study.indexRows.length;
  const randomLosses = await Promise.all(
    Array.from({ length: RANDOM_REMOVALS }, (_, i) => removeRows(study, drawRows(rowCount, `removal/${i}`))),
  );
  const rises = await Promise.all(
    picked.map(async (q) => {
      const scores = readScores(await scorer.score(features.queries[q]!));
      const heaviest = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, REMOVED);
      const losses = await removeRows(study, new Set(heaviest));
      return losses[q]! - meanOf(randomLosses.map((random) => random[q]!));
    }),
  );
  const relative = rises.map((rise, i) => rise / meanOf(randomLosses.map((random) => random[picked[i]!]!)));
  const about = `${REMOVED} top rows removed against ${REMOVED} random ones, ${picked.length} answers`;
  yield { part: 'removal', case: `${about}: rise of the answer's loss`, unit: 'nats', ours: meanOf(rises) };
  yield { part: 'removal', case: `${about}: rise, of the loss`, unit: 'share', ours: meanOf(relative) };
  yield {
    ...{ part: 'removal', case: `${about}: rise in standard errors`, unit: 'SE' },
    ...{ ours: meanOf(rises) / standardErrorOf(rises), bar: 2, good: 'more than' },
  };
  yield {
    ...{ part: 'removal', case: `${about}: answers whose loss rose`, unit: 'share' },
    ours: rises.filter((rise) => rise > 0).length / rises.length,
  };
}

async function removeRows(study: Study, removed: ReadonlySet<number>): Promise<Float64Array> {
  const { losses } = await study.pool.run({
    type: 'train',
    examples: study.indexRows.map(({ example }) => example),
    weights: study.indexRows.map((_, row) => (removed.has(row) ? 0 : 1)),
    seed: 'a',
    epochs: EPOCHS,
    measured: study.answers.map(({ example }) => example),
  });
  return losses;
}

function drawRows(rowCount: number, label: string): Set<number> {
  const random = createSeededRandom(`quality/rows/${label}`);
  const rows = new Set<number>();
  while (rows.size < REMOVED) rows.add(Math.floor(random.nextFloat() * rowCount));
  return rows;
}

import { encodeExample, type Example } from '@tributary/lora';
import { createFeatureExtractor, GRADIENT_1 } from '@tributary/attribution-engine';
import { RULES, scoreAll, type Rule } from './createAnswerScorer.ts';
import { ANSWER_SOURCES, type Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';
import { readOrdinaryText } from './readOrdinaryText.ts';
import { UNRELATED_COUNT } from './studySettings.ts';
import { meanOf } from './statistics.ts';

const BARS = { reference: 0.9, greedy: 0.7, sampled: 0.45 };

/** Which part of the pay reaches data of the answer's own kind, and how often anything is paid at all. */
export async function* measureKinds(study: Study): AsyncGenerator<QualityCase> {
  const ordinary = readOrdinaryText(UNRELATED_COUNT);
  const unrelated = [
    { name: 'passages of the GNU General Public License', texts: ordinary.passages },
    { name: 'sums and products', texts: ordinary.sums },
  ];
  const extractor = createFeatureExtractor(study.base, study.training.adapter, GRADIENT_1);
  const measured: Unrelated[] = [];
  for (const { name, texts } of unrelated) {
    const queries: Float64Array[][] = [];
    for (const text of texts) queries.push(await extractor.extract(splitInTwo(study, text)));
    measured.push({ name, queries });
  }
  extractor.dispose();
  for (const rule of RULES) yield* measureRule(study, rule, measured);
}

/** Texts that no training data can have shaped, as features. */
interface Unrelated {
  readonly name: string;
  readonly queries: readonly Float64Array[][];
}

async function* measureRule(study: Study, rule: Rule, unrelated: readonly Unrelated[]): AsyncGenerator<QualityCase> {
  const { task, answers } = study;
  const rowShares = study.rowShares[rule];
  const part = 'kinds';
  const paidParts: number[] = [];
  for (const source of ANSWER_SOURCES) {
    const own = answers.flatMap((answer, q) => (answer.source === source ? [{ answer, shares: rowShares[q]! }] : []));
    const paid = own.filter(({ shares }) => shares.some((share) => share > 0));
    const right = paid.map(({ answer, shares }) =>
      shares.reduce((sum, share, row) => (task.rows[row]!.kind === answer.kind ? sum + share : sum), 0),
    );
    paidParts.push(paid.length / own.length);
    yield {
      ...{
        part,
        case: `${rule}, ${source} answers: pay that reaches the right kind of data (chance 0.1)`,
        unit: 'share',
      },
      ...{ ours: meanOf(right), bar: BARS[source], good: 'at least' },
    };
    yield {
      part,
      case: `${rule}, ${source} answers: paid, not unattributed`,
      unit: 'share',
      ours: paid.length / own.length,
    };
  }
  yield {
    ...{ part, case: `${rule}, real answers of the three sources: paid`, unit: 'share' },
    ...{ ours: meanOf(paidParts), bar: 0.8, good: 'at least' },
  };
  const parts: number[] = [];
  for (const { name, queries } of unrelated) {
    const shares = await scoreAll(study.scorers[rule], queries, study.indexRows.length);
    const paid = shares.filter((ofText) => ofText.some((share) => share > 0)).length / queries.length;
    parts.push(paid);
    yield { part, case: `${rule}, unrelated text, ${queries.length} ${name}: paid`, unit: 'share', ours: paid };
  }
  yield { part, case: `${rule}, unrelated text: paid`, unit: 'share', ours: meanOf(parts), bar: 0.15, good: 'at most' };
}

/** The first half of the words asks, the second answers. */
function splitInTwo(study: Study, text: string): Example {
  const words = text.split(' ');
  const middle = words.length >> 1;
  const [prompt, completion] = [words.slice(0, middle).join(' '), ` ${words.slice(middle).join(' ')}`];
  return encodeExample(study.base.tokenizer, prompt, completion, { appendEos: true });
}

import { GRADIENT_1, type IndexRow } from '@tributary/attribution-engine';
import { admitRows, findFamilies, type PublishedAnswer, type Row } from '@tributary/protocol';
import { createAnswerScorer, forEachRule, rowSharesOf, type Rule } from './createAnswerScorer.ts';
import { encodeRow } from './encodeRow.ts';
import type { Study } from './prepareStudy.ts';
import { readScores } from './readScores.ts';
import { EPOCHS } from './studySettings.ts';
import { weighUndefended } from './weighUndefended.ts';

/** Rows that somebody adds to the task's, and whose they are. */
export interface AddedRow extends Row {
  readonly contributor: number;
}

/** How an attack went, per asked answer: who is paid what part of it, by contributor. */
export interface AttackOutcome {
  /** Of the added rows. */
  readonly admittedCount: number;
  /** By each rule, pay by contributor; empty where the answer is unattributed. */
  readonly pay: Readonly<Record<Rule, readonly ReadonlyMap<number, number>[]>>;
}

/**
 * The adapter is trained on the task's rows and the added ones, and the answers are attributed anew. Defended: admission
 * decides what is trained on, and step 6 is as shipped; by `gradient/2` copies of published answers are families.
 * Undefended: everything is trained on, and pay is neither clipped nor capped.
 *
 * @param options.unseen whether the transcript rule misses the answers that were published
 */
export async function attackStudy(
  study: Study,
  added: readonly AddedRow[],
  asked: readonly number[],
  options: { defended: boolean; publishedAnswers?: readonly string[]; unseen?: boolean },
): Promise<AttackOutcome> {
  const rows: AddedRow[] = [...study.task.rows, ...added];
  // The answers were published after the task's rows were committed, and before the added ones.
  const answers = (options.publishedAnswers ?? []).map((completion): PublishedAnswer => ({
    completion,
    rowsBefore: study.task.rows.length,
  }));
  const admissions = options.defended ? admitRows(rows, options.unseen ? [] : answers) : [];
  const isAdmitted = (_: unknown, i: number): boolean => admissions[i]?.admitted !== false;
  const admitted = rows.filter(isAdmitted);
  const families = findFamilies(rows, answers).filter(isAdmitted);
  const honestCount = study.task.rows.filter(isAdmitted).length;
  const indexRows = admitted.map((row, line): IndexRow => ({
    contributionId: row.contributor,
    line,
    example: encodeRow(study.base, row),
  }));
  const { adapter } = await study.pool.run({
    type: 'train',
    examples: indexRows.map(({ example }) => example),
    seed: 'a',
    epochs: EPOCHS,
    measured: [],
  });
  const { index, queries } = await study.pool.run({
    type: 'features',
    adapter,
    rows: indexRows,
    queries: asked.map((q) => study.answers[q]!.example),
    blockDimension: GRADIENT_1.blockDimension,
  });
  const pay = await forEachRule(async (rule) => {
    const scorer = await createAnswerScorer(index, rule, families);
    const answersPaid: Map<number, number>[] = [];
    for (const query of queries) {
      const result = await scorer.score(query);
      const shares = options.defended ? rowSharesOf(result, admitted.length) : weighUndefended(readScores(result));
      answersPaid.push(payContributors(shares, admitted));
    }
    return answersPaid;
  });
  return { admittedCount: admitted.length - honestCount, pay };
}

function payContributors(shares: Float64Array, rows: readonly AddedRow[]): Map<number, number> {
  const byContributor = new Map<number, number>();
  shares.forEach((share, row) => {
    const { contributor } = rows[row]!;
    if (share > 0) byContributor.set(contributor, (byContributor.get(contributor) ?? 0) + share);
  });
  return byContributor;
}

/** The mean part of the pay of one contributor over the answers that paid anybody; 0 where none did. */
export function meanPay(outcome: AttackOutcome, rule: Rule, contributorOf: (position: number) => number): number {
  const parts = outcome.pay[rule].flatMap((pay, i) => (pay.size > 0 ? [pay.get(contributorOf(i)) ?? 0] : []));
  return parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

import { admitRows } from '@tributary/protocol';
import { attackStudy, meanPay, type AddedRow, type AttackOutcome } from './attackStudy.ts';
import { chooseTargets } from './chooseTargets.ts';
import { copyAnswers, copyRow, sliceAnswers, varyHalfAnswers, writeLongRows } from './createAttackRows.ts';
import { RULES, type Rule } from './createAnswerScorer.ts';
import { measureSplitting } from './measureSplitting.ts';
import type { Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';

const ATTACKER = 1_000_000;
/** The kinds whose first contributor is copied. */
const COPIED_KINDS = [0, 3, 6];

/** Who gains how much by splitting, copying and writing for the rule, before and after the defences. */
export async function* measureAttacks(study: Study): AsyncGenerator<QualityCase> {
  for (const rule of RULES) yield* measureSplitting(study, rule);
  yield* measureCopies(study);
  yield* measurePastAnswers(study);
  yield* measureLongRows(study);
}

const part = 'attacks';
const unit = 'share of pay';

async function* measureCopies(study: Study): AsyncGenerator<QualityCase> {
  const { task, answers } = study;
  const asked = answers.flatMap((answer, q) => (COPIED_KINDS.includes(answer.kind) ? [q] : []));
  const victimOf = (position: number): number =>
    task.rows.find(({ kind }) => kind === answers[asked[position]!]!.kind)!.contributor;
  const copierOf = (position: number): number => ATTACKER + victimOf(position);
  const honest = await attackStudy(study, [], asked, { defended: true });
  const refused = admitRows(task.rows).filter(({ admitted }) => !admitted).length;
  yield { part, case: 'honest rows refused by admission', unit: 'share of rows', ours: refused / task.rows.length };
  for (const rule of RULES) {
    const about = `${rule}, copies: the victim alone, on answers of its kind`;
    yield { part, case: about, unit, ours: meanPay(honest, rule, victimOf) };
  }
  for (const style of study.scale.copyStyles) {
    const copies = task.rows.flatMap((row, i): AddedRow[] =>
      COPIED_KINDS.some((kind) => task.rows.find((first) => first.kind === kind)!.contributor === row.contributor)
        ? [{ ...copyRow(row, style, `${style}/${i}`), contributor: ATTACKER + row.contributor }]
        : [],
    );
    const [before, after] = await Promise.all([
      attackStudy(study, copies, asked, { defended: false }),
      attackStudy(study, copies, asked, { defended: true }),
    ]);
    const name = `copies, ${style}`;
    const bar = style === 'exact' || style === 'renamed' ? ({ bar: 0, good: 'at most' } as const) : {};
    yield { part, case: `${name}: admitted`, unit: 'share of rows', ours: after.admittedCount / copies.length };
    yield { part, case: `${name}: copier before the defences`, unit, ours: meanPay(before, 'gradient/1', copierOf) };
    for (const rule of RULES) {
      yield { part, case: `${rule}, ${name}: copier after`, unit, ours: meanPay(after, rule, copierOf), ...bar };
    }
    const lossOf = (outcome: AttackOutcome, rule: Rule): number =>
      meanPay(honest, rule, victimOf) - meanPay(outcome, rule, victimOf);
    yield { part, case: `${name}: victim's loss before`, unit, ours: lossOf(before, 'gradient/1') };
    for (const rule of RULES) {
      yield { part, case: `${rule}, ${name}: victim's loss after`, unit, ours: lossOf(after, rule), ...bar };
    }
  }
}

/** The attacker has seen one answer of every kind and is paid when it is asked for again. */
async function* measurePastAnswers(study: Study): AsyncGenerator<QualityCase> {
  const { answers, scale } = study;
  const asked = chooseTargets(study);
  const targets = asked.map((q) => answers[q]!);
  const publishedAnswers = targets.map(({ completion }) => completion);
  const isAttacker = (): number => ATTACKER;
  for (const percent of scale.attackPercents) {
    const count = Math.round((study.task.rows.length * percent) / 100);
    for (const [name, rows] of [
      ['copies of past answers', copyAnswers(targets, count)],
      ['varied half-copies of past answers', varyHalfAnswers(targets, count, `${percent}`)],
      ['slices of past answers cut to be in no family', sliceAnswers(targets, study.task.rows, count, `${percent}`)],
    ] as const) {
      const added = rows.map((row) => ({ ...row, contributor: ATTACKER }));
      const [before, evading, after] = await Promise.all([
        attackStudy(study, added, asked, { defended: false }),
        attackStudy(study, added, asked, { defended: true, publishedAnswers, unseen: true }),
        attackStudy(study, added, asked, { defended: true, publishedAnswers }),
      ]);
      const about = `${name}, ${percent} % of rows, attacker on the answers aimed at`;
      const bar = name.startsWith('copies') && percent === 1 ? ({ bar: 0.1, good: 'at most' } as const) : {};
      yield { part, case: `${about}: rows admitted`, unit: 'share of rows', ours: after.admittedCount / count };
      const undefended = meanPay(before, 'gradient/1', isAttacker);
      yield { part, case: `${about}: before the defences`, unit, ours: undefended };
      for (const rule of RULES) {
        const missed = `${rule}, ${about}: after, had the transcript rule missed it`;
        yield { part, case: missed, unit, ours: meanPay(evading, rule, isAttacker) };
        yield { part, case: `${rule}, ${about}: after`, unit, ours: meanPay(after, rule, isAttacker), ...bar };
      }
    }
  }
}

async function* measureLongRows(study: Study): AsyncGenerator<QualityCase> {
  const asked = study.answers.map((_, q) => q);
  for (const percent of study.scale.attackPercents) {
    if (percent === 3 && study.scale.name === 'full') continue;
    const count = Math.round((study.task.rows.length * percent) / 100);
    const added = writeLongRows(count, `${percent}`).map((row) => ({ ...row, contributor: ATTACKER }));
    const [before, after] = await Promise.all([
      attackStudy(study, added, asked, { defended: false }),
      attackStudy(study, added, asked, { defended: true }),
    ]);
    const about = `rows five times as long, ${percent} % of rows, attacker on all answers`;
    const isAttacker = (): number => ATTACKER;
    yield { part, case: `${about}: before the defences`, unit, ours: meanPay(before, 'gradient/1', isAttacker) };
    for (const rule of RULES) {
      yield { part, case: `${rule}, ${about}: after`, unit, ours: meanPay(after, rule, isAttacker) };
    }
  }
}

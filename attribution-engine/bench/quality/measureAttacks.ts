import { admitRows, apportion } from '@tributary/protocol';
import { attackStudy, meanPay, type AddedRow, type AttackOutcome } from './attackStudy.ts';
import { chooseTargets } from './chooseTargets.ts';
import { copyAnswers, copyRow, varyHalfAnswers, writeLongRows } from './createAttackRows.ts';
import type { Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';

const ATTACKER = 1_000_000;
const WHOLE_WEI = 10n ** 18n;
const SPLIT_INTO = 10;
/** The kinds whose first contributor is copied. */
const COPIED_KINDS = [0, 3, 6];

/** Who gains how much by splitting, copying and writing for the rule, before and after the defences. */
export async function* measureAttacks(study: Study): AsyncGenerator<QualityCase> {
  yield* measureSplitting(study);
  yield* measureCopies(study);
  yield* measurePastAnswers(study);
  yield* measureLongRows(study);
}

/** One owner under many names, and two under one: what moves, in wei of an answer that pays 1 OPEN to contributors. */
async function* measureSplitting(study: Study): AsyncGenerator<QualityCase> {
  const owners = study.task.rows.map(({ contributor }) => contributor);
  const split = owners.map((owner, row) => owner * SPLIT_INTO + (row % SPLIT_INTO));
  const merged = owners.map((owner) => owner >> 1);
  let largestMove = 0n;
  for (const query of study.features.queries) {
    const result = await study.scorer.score(query);
    if (result.unattributed) continue;
    const weights = owners.map(() => 0n);
    for (const { rows } of result.shares) for (const { row, weight } of rows) weights[row] = weight;
    const before = payOwners(weights, owners);
    const afterSplit = payOwners(weights, split);
    const afterMerge = payOwners(weights, merged);
    for (const [owner, amount] of before) {
      const parts = [...afterSplit].filter(([name]) => Math.floor(name / SPLIT_INTO) === owner);
      const moved = amount - parts.reduce((sum, [, part]) => sum + part, 0n);
      const pair = [...before].filter(([other]) => other >> 1 === owner >> 1);
      const movedByMerge = pair.reduce((sum, [, part]) => sum + part, 0n) - afterMerge.get(owner >> 1)!;
      for (const move of [moved, movedByMerge]) {
        if (move > largestMove || -move > largestMove) largestMove = move < 0n ? -move : move;
      }
    }
  }
  yield {
    ...{
      part: 'attacks',
      case: `every owner split into ${SPLIT_INTO} accounts, or merged in pairs: largest move of a payout`,
    },
    ...{ unit: 'wei of 10^18', ours: Number(largestMove), bar: SPLIT_INTO, good: 'at most' },
  };
}

function payOwners(weights: readonly bigint[], owners: readonly number[]): Map<number, bigint> {
  const totals = new Map<number, bigint>();
  weights.forEach((weight, row) => {
    if (weight > 0n) totals.set(owners[row]!, (totals.get(owners[row]!) ?? 0n) + weight);
  });
  const names = [...totals.keys()].sort((a, b) => a - b);
  const parts = apportion(
    WHOLE_WEI,
    names.map((name) => totals.get(name)!),
  );
  return new Map(names.map((name, i) => [name, parts[i]!]));
}

async function* measureCopies(study: Study): AsyncGenerator<QualityCase> {
  const { task, answers } = study;
  const asked = answers.flatMap((answer, q) => (COPIED_KINDS.includes(answer.kind) ? [q] : []));
  const victimOf = (position: number): number =>
    task.rows.find(({ kind }) => kind === answers[asked[position]!]!.kind)!.contributor;
  const copierOf = (position: number): number => ATTACKER + victimOf(position);
  const honest = await attackStudy(study, [], asked, { defended: true });
  const alone = meanPay(honest, victimOf);
  const part = 'attacks';
  const refused = admitRows(task.rows).filter(({ admitted }) => !admitted).length;
  yield { part, case: 'honest rows refused by admission', unit: 'share of rows', ours: refused / task.rows.length };
  yield { part, case: 'copies: the victim alone, on answers of its kind', unit: 'share of pay', ours: alone };
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
    const isCopy = style === 'exact' || style === 'renamed';
    const name = `copies, ${style}`;
    yield { part, case: `${name}: admitted`, unit: 'share of rows', ours: after.admittedCount / copies.length };
    yield { part, case: `${name}: copier before the defences`, unit: 'share of pay', ours: meanPay(before, copierOf) };
    yield {
      ...{ part, case: `${name}: copier after`, unit: 'share of pay', ours: meanPay(after, copierOf) },
      ...(isCopy && ({ bar: 0, good: 'at most' } as const)),
    };
    yield {
      part,
      case: `${name}: victim's loss before`,
      unit: 'share of pay',
      ours: alone - meanPay(before, victimOf),
    };
    yield {
      ...{ part, case: `${name}: victim's loss after`, unit: 'share of pay', ours: alone - meanPay(after, victimOf) },
      ...(isCopy && ({ bar: 0, good: 'at most' } as const)),
    };
  }
}

/** The attacker has seen one answer of every kind and is paid when it is asked for again. */
async function* measurePastAnswers(study: Study): AsyncGenerator<QualityCase> {
  const { answers, scale } = study;
  const asked = chooseTargets(study);
  const targets = asked.map((q) => answers[q]!);
  const publishedAnswers = targets.map(({ completion }) => completion);
  const isAttacker = (): number => ATTACKER;
  const part = 'attacks';
  for (const percent of scale.attackPercents) {
    const count = Math.round((study.task.rows.length * percent) / 100);
    for (const [name, rows] of [
      ['copies of past answers', copyAnswers(targets, count)],
      ['varied half-copies of past answers', varyHalfAnswers(targets, count, `${percent}`)],
    ] as const) {
      const added = rows.map((row) => ({ ...row, contributor: ATTACKER }));
      const [before, evading, after] = await Promise.all([
        attackStudy(study, added, asked, { defended: false }),
        attackStudy(study, added, asked, { defended: true }),
        attackStudy(study, added, asked, { defended: true, publishedAnswers }),
      ]);
      const about = `${name}, ${percent} % of rows, attacker on the answers aimed at`;
      const report = (when: string, outcome: AttackOutcome): QualityCase => ({
        part,
        case: `${about}: ${when}`,
        unit: 'share of pay',
        ours: meanPay(outcome, isAttacker),
      });
      yield { part, case: `${about}: rows admitted`, unit: 'share of rows', ours: after.admittedCount / count };
      yield report('before the defences', before);
      yield report('after, had the transcript rule missed it', evading);
      const bar = name.startsWith('copies') && percent === 1 ? ({ bar: 0.1, good: 'at most' } as const) : {};
      yield { ...report('after', after), ...bar };
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
    const part = 'attacks';
    const unit = 'share of pay';
    yield { part, case: `${about}: before the defences`, unit, ours: meanPay(before, () => ATTACKER) };
    yield { part, case: `${about}: after`, unit, ours: meanPay(after, () => ATTACKER) };
  }
}

import { apportion } from '@tributary/protocol';
import type { Rule } from './createAnswerScorer.ts';
import type { Study } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';

const WHOLE_WEI = 10n ** 18n;
const SPLIT_INTO = 10;

/** One owner under many names, and two under one: what moves, in wei of an answer that pays 1 OPEN to contributors. */
export async function* measureSplitting(study: Study, rule: Rule): AsyncGenerator<QualityCase> {
  const owners = study.task.rows.map(({ contributor }) => contributor);
  const split = owners.map((owner, row) => owner * SPLIT_INTO + (row % SPLIT_INTO));
  const merged = owners.map((owner) => owner >> 1);
  let largestMove = 0n;
  for (const query of study.features.queries) {
    const result = await study.scorers[rule].score(query);
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
      case: `${rule}, every owner split into ${SPLIT_INTO} accounts, or merged in pairs: largest move of a payout`,
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

import { clipScores } from './clipScores.js';
import type { IntegerVector } from './IntegerVector.js';
import { LARGE_INDEX_ROWS } from './largeIndex.js';
import { noiseFloor } from './noiseFloor.js';
import { passesGate } from './passesGate.js';
import { capOf, capWeights, unattributed, type RowWeight, type RowWeights } from './RowWeights.js';

/** Raw scores of N rows over some of the blocks, and what they are clipped by. */
export interface ClippableScores {
  scores: IntegerVector;
  /** N clip factors in 1/65,536, from the norms over the same blocks. */
  clips: Uint32Array;
}

/** What `gradient/2` weighs rows by. */
export interface StagedScores {
  /** Over the `start/…` blocks. */
  start: ClippableScores;
  /** Over all blocks. */
  all: ClippableScores;
  /** [N]: which family of copies a row belongs to, 0 for none; see `findFamilies`. */
  families: Uint32Array;
}

/**
 * From raw scores to row weights by `gradient/2` (rule step 6): the `start` blocks say which rows are of the kind that
 * matters, all blocks what each of those weighs, and the rows of one family weigh no more than one row may. Integers
 * only; no weight depends on who owns a row.
 */
export function weighRowsInStages({ start, all, families }: StagedScores): RowWeights {
  const rowCount = families.length;
  if (rowCount === 0) return unattributed('NO_ROWS');
  if (!passesGate(all.scores)) return unattributed('GATE');

  const rows = eligibleRows(start);
  const values = clipScores(all.scores, all.clips);
  const floor = noiseFloor(values, 1n);
  const eligible: RowWeight[] = [];
  for (const row of rows) {
    const weight = values.exact(row) - floor;
    if (weight > 0n) eligible.push({ row, weight });
  }
  if (eligible.length === 0) return unattributed('NOTHING_ABOVE_FLOOR');
  const cap = capOf(eligible, Math.max(5, Math.floor(rowCount / 33)));
  const weights = capFamilies(capWeights(eligible, cap), families, cap);
  return weights.length === 0 ? unattributed('NOTHING_ABOVE_FLOOR') : { unattributed: false, weights };
}

/** Rows that the `start` blocks say are of the kind that matters. */
function eligibleRows({ scores, clips }: ClippableScores): number[] {
  const evidence = clipScores(scores, clips);
  const threshold = noiseFloor(evidence, clips.length >= LARGE_INDEX_ROWS ? 6n : 5n);
  const roundedThreshold = Number(threshold);
  const rows: number[] = [];
  evidence.rounded.forEach((value, row) => {
    if (value >= roundedThreshold && evidence.exact(row) > threshold) rows.push(row);
  });
  return rows;
}

/** The rows of a family together weigh no more than `cap`: above it each keeps its part of that, rounded down. */
function capFamilies(weights: readonly RowWeight[], families: Uint32Array, cap: bigint): RowWeight[] {
  const totals = new Map<number, bigint>();
  for (const { row, weight } of weights) {
    const family = families[row]!;
    if (family !== 0) totals.set(family, (totals.get(family) ?? 0n) + weight);
  }
  return weights
    .map(({ row, weight }) => {
      const total = totals.get(families[row]!) ?? 0n;
      return total > cap ? { row, weight: (weight * cap) / total } : { row, weight };
    })
    .filter(({ weight }) => weight > 0n);
}

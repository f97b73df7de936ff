import { clipScores } from './clipScores.js';
import type { IntegerVector } from './IntegerVector.js';
import { LARGE_INDEX_ROWS } from './largeIndex.js';
import { noiseFloor } from './noiseFloor.js';
import { passesGate } from './passesGate.js';
import { capOf, capWeights, unattributed, type RowWeight, type RowWeights } from './RowWeights.js';

/**
 * From raw scores to row weights by `gradient/1` (rule step 6): gate on the raw scores, clip, floor, cap, integers only.
 * No weight depends on who owns a row, so splitting or merging accounts changes nothing.
 *
 * @param scores N raw scores
 * @param clips N clip factors in 1/65,536, see `rowClips`
 */
export function weighRows(scores: IntegerVector, clips: Uint32Array): RowWeights {
  const rowCount = scores.rounded.length;
  if (rowCount === 0) return unattributed('NO_ROWS');
  if (!passesGate(scores)) return unattributed('GATE');
  const clipped = clipScores(scores, clips);
  const weights = weightsAbove(noiseFloor(clipped, rowCount >= LARGE_INDEX_ROWS ? 5n : 4n), clipped);
  if (weights.length === 0) return unattributed('NOTHING_ABOVE_FLOOR');
  return {
    unattributed: false,
    weights: capWeights(weights, capOf(weights, Math.max(5, Math.floor(rowCount / 100)))),
  };
}

/** What rises above the floor, and by how much. */
function weightsAbove(floor: bigint, values: IntegerVector): RowWeight[] {
  const roundedFloor = Number(floor);
  const weights: RowWeight[] = [];
  for (let row = 0; row < values.rounded.length; row++) {
    if (values.rounded[row]! < roundedFloor) continue;
    const weight = values.exact(row) - floor;
    if (weight > 0n) weights.push({ row, weight });
  }
  return weights;
}

import { blockOffsets } from '@tributary/protocol';
import { blockDimensions, indexWidth, type AttributionIndex } from '../index/attributionIndex.js';
import { factorCholesky, solveCholesky } from './cholesky.js';
import { DAMPING } from './gradientRule.js';

/** Applies `(H_b + 0.01·tr(H_b)·I)⁻¹` to every block of a projected query. */
export type Preconditioner = (blocks: readonly Float64Array[]) => Float64Array[];

/**
 * Factors the damped second moment of every block from the committed int8 rows (rule step 4):
 * `H_b = (1/N) Σ g gᵀ` over the dequantised rows, in float64, by Cholesky. A block in which every row is zero has no
 * inverse and maps to zero.
 */
export function createPreconditioner(index: AttributionIndex): Preconditioner {
  const offsets = blockOffsets(blockDimensions(index));
  const factors = index.blocks.map(({ dimension }, b) => {
    const moment = secondMoment(index, b, offsets[b]!, dimension);
    let trace = 0;
    for (let i = 0; i < dimension; i++) trace += moment[i * dimension + i]!;
    if (trace === 0) return undefined;
    for (let i = 0; i < dimension; i++) moment[i * dimension + i]! += DAMPING * trace;
    return factorCholesky(moment, dimension);
  });
  return (blocks) =>
    blocks.map((block, b) => {
      const factor = factors[b];
      return factor ? solveCholesky(factor, block) : new Float64Array(block.length);
    });
}

/** The lower triangle of `(1/N) Σ g gᵀ` of one block, [k, k] row-major, dequantised. */
function secondMoment(index: AttributionIndex, b: number, offset: number, k: number): Float64Array {
  const width = indexWidth(index);
  const count = index.contributions.length;
  const moment = new Float64Array(k * k);
  const row = new Float64Array(k);
  for (let r = 0; r < count; r++) {
    const scale = 2 ** index.exponents[r * index.blocks.length + b]!;
    for (let i = 0; i < k; i++) row[i] = index.values[r * width + offset + i]! * scale;
    for (let i = 0; i < k; i++) {
      const x = row[i]! / count;
      if (x === 0) continue;
      const at = i * k;
      for (let j = 0; j <= i; j++) moment[at + j]! += x * row[j]!;
    }
  }
  return moment;
}

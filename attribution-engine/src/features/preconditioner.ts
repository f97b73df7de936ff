import { blockOffsets } from '@tributary/protocol';
import { blockDimensions, indexWidth, type IndexReader } from '../index/attributionIndex.js';
import { indexSlices } from '../index/indexSlices.js';
import { addOuterProducts } from './addOuterProducts.js';
import { factorCholesky, solveCholesky } from './cholesky.js';
import { DAMPING, parseMethod, type Precondition } from './gradientRule.js';

/** Applies the rule's preconditioner to every block of a projected query. */
export type Preconditioner = (blocks: readonly Float64Array[]) => Float64Array[];

/** What a preconditioner is made of: derived from the index alone, so it may be kept beside it. */
export interface PreconditionerFactors {
  kind: Precondition;
  /**
   * float64 [k, k] per block, row-major: the Cholesky factor of `H + 0.01·tr(H)·I` for `inverse`, the matrix itself for
   * `datainf`. Undefined where every row of the block is zero; empty for `none`.
   */
  blocks: (Float64Array | undefined)[];
}

/** DataInf's damping in units of the mean squared gradient entry. */
const DATAINF_DAMPING = 0.1;

/**
 * Factors the second moment of every block from the committed int8 rows (rule step 4): `H_b = (1/N) Σ g gᵀ` over the
 * dequantised rows, in float64.
 */
export async function buildPreconditioner(index: IndexReader): Promise<PreconditionerFactors> {
  const { precondition: kind } = parseMethod(index.method);
  if (kind === 'none') return { kind, blocks: [] };
  const dimensions = blockDimensions(index);
  const rowCount = index.contributions.length;
  if (kind === 'inverse') {
    const moments = await sumOuterProducts(index, () => 1 / rowCount);
    return { kind, blocks: moments.map((moment, b) => dampAndFactor(moment, dimensions[b]!)) };
  }
  const meanNorms = await meanSquaredNorms(index);
  const dampings = meanNorms.map((norm, b) => (DATAINF_DAMPING * norm) / dimensions[b]!);
  const moments = await sumOuterProducts(index, (b, norm) => 1 / (rowCount * (dampings[b]! + norm)));
  return { kind, blocks: moments.map((moment, b) => invertByDataInf(moment, dimensions[b]!, dampings[b]!)) };
}

/** A block in which every row is zero has no inverse and maps to zero. */
export function createPreconditioner({ kind, blocks: factors }: PreconditionerFactors): Preconditioner {
  if (kind === 'none') return (blocks) => blocks.map((block) => block.slice());
  const apply = kind === 'inverse' ? solveCholesky : multiply;
  return (blocks) =>
    blocks.map((block, b) => {
      const factor = factors[b];
      return factor ? apply(factor, block) : new Float64Array(block.length);
    });
}

function dampAndFactor(moment: Float64Array, k: number): Float64Array | undefined {
  let trace = 0;
  for (let i = 0; i < k; i++) trace += moment[i * k + i]!;
  if (trace === 0) return undefined;
  for (let i = 0; i < k; i++) moment[i * k + i]! += DAMPING * trace;
  return factorCholesky(moment, k);
}

/** (I − (1/N) Σ g gᵀ / (λ + ‖g‖²)) / λ, whole, from the lower triangle of its sum. */
function invertByDataInf(sum: Float64Array, k: number, damping: number): Float64Array | undefined {
  if (damping === 0) return undefined;
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      const value = ((i === j ? 1 : 0) - sum[i * k + j]!) / damping;
      matrix[i * k + j] = value;
      matrix[j * k + i] = value;
    }
  }
  return matrix;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const k = vector.length;
  return Float64Array.from({ length: k }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += matrix[i * k + j]! * vector[j]!;
    return sum;
  });
}

async function meanSquaredNorms(index: IndexReader): Promise<number[]> {
  const sums = index.blocks.map(() => 0);
  await forEachBlock(index, (b, rows) => {
    for (let i = 0; i < rows.length; i++) sums[b]! += rows[i]! * rows[i]!;
  });
  return sums.map((sum) => sum / index.contributions.length);
}

/** Per block the lower triangle of `Σ weight(b, ‖g‖²) · g gᵀ`, [k, k] row-major, over the dequantised rows. */
async function sumOuterProducts(
  index: IndexReader,
  weight: (b: number, squaredNorm: number) => number,
): Promise<Float64Array[]> {
  const sums = index.blocks.map(({ dimension: k }) => new Float64Array(k * k));
  await forEachBlock(index, (b, rows, k) => {
    const weights = new Float64Array(rows.length / k);
    for (let row = 0; row < weights.length; row++) {
      let norm = 0;
      for (let i = row * k; i < (row + 1) * k; i++) norm += rows[i]! * rows[i]!;
      weights[row] = weight(b, norm);
    }
    addOuterProducts(sums[b]!, rows, weights, k);
  });
  return sums;
}

/** Visits every block of every slice, dequantised: float64 [n, k]. */
async function forEachBlock(
  index: IndexReader,
  visit: (b: number, rows: Float64Array, k: number) => void,
): Promise<void> {
  const dimensions = blockDimensions(index);
  const offsets = blockOffsets(dimensions);
  const width = indexWidth(index);
  for await (const { count, values, exponents } of indexSlices(index)) {
    for (const [b, k] of dimensions.entries()) {
      const rows = new Float64Array(count * k);
      for (let row = 0; row < count; row++) {
        const scale = 2 ** exponents[row * dimensions.length + b]!;
        const from = row * width + offsets[b]!;
        for (let i = 0; i < k; i++) rows[row * k + i] = values[from + i]! * scale;
      }
      visit(b, rows, k);
      // The sums take long on a large index; let timers and sockets have their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

import { FatalError } from '@tributary/protocol';

/** A matrix that should be positive definite is not: its rows hold no usable gradients. */
export class NotPositiveDefiniteError extends FatalError {
  constructor(facts: { pivot: number }) {
    super(`The damped second moment is not positive definite at pivot ${facts.pivot}. Rebuild the index.`, facts);
  }
}

/**
 * Cholesky factor L of a symmetric positive definite matrix, `L Lᵀ = M`, in float64.
 *
 * @param matrix [k, k] row-major; only the lower triangle is read
 * @returns [k, k] row-major, lower triangle
 */
export function factorCholesky(matrix: Float64Array, k: number): Float64Array {
  const factor = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * k + j]!;
      for (let p = 0; p < j; p++) sum -= factor[i * k + p]! * factor[j * k + p]!;
      if (i !== j) factor[i * k + j] = sum / factor[j * k + j]!;
      else if (sum > 0) factor[i * k + i] = Math.sqrt(sum);
      else throw new NotPositiveDefiniteError({ pivot: i });
    }
  }
  return factor;
}

/** Solves `L Lᵀ x = b` by forward and back substitution. */
export function solveCholesky(factor: Float64Array, b: Float64Array): Float64Array {
  const k = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < k; i++) {
    let sum = x[i]!;
    for (let p = 0; p < i; p++) sum -= factor[i * k + p]! * x[p]!;
    x[i] = sum / factor[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let p = i + 1; p < k; p++) sum -= factor[p * k + i]! * x[p]!;
    x[i] = sum / factor[i * k + i]!;
  }
  return x;
}

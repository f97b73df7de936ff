/**
 * Solves `M x = b` for several b by Cholesky in float64; M symmetric positive definite, by rows. The bench's own, so that
 * an error in the engine's would show.
 */
export function solveSymmetric(matrix: readonly Float64Array[], rights: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const lower = matrix.map((row) => row.slice());
  for (let i = 0; i < size; i++) {
    const row = lower[i]!;
    for (let j = 0; j <= i; j++) {
      const other = lower[j]!;
      let sum = matrix[i]![j]!;
      for (let p = 0; p < j; p++) sum -= row[p]! * other[p]!;
      row[j] = i === j ? Math.sqrt(sum) : sum / other[j]!;
    }
  }
  return rights.map((right) => {
    const x = right.slice();
    for (let i = 0; i < size; i++) {
      for (let p = 0; p < i; p++) x[i]! -= lower[i]![p]! * x[p]!;
      x[i]! /= lower[i]![i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let p = i + 1; p < size; p++) x[i]! -= lower[p]![i]! * x[p]!;
      x[i]! /= lower[i]![i]!;
    }
    return x;
  });
}

/** Rows taken together, so that the matrix is read and written once for all of them. */
const GROUP = 4;

/**
 * Adds `Σ_r weights[r] · row_r row_rᵀ` to the lower triangle of `matrix`.
 *
 * @param matrix float64 [k, k], row-major; @param rows float64 [n, k]; @param weights float64 [n]
 */
export function addOuterProducts(matrix: Float64Array, rows: Float64Array, weights: Float64Array, k: number): void {
  const zeros = new Float64Array(k);
  for (let from = 0; from < weights.length; from += GROUP) {
    const [a, b, c, d] = [0, 1, 2, 3].map((n) =>
      from + n < weights.length ? rows.subarray((from + n) * k, (from + n + 1) * k) : zeros,
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const [wa, wb, wc, wd] = [0, 1, 2, 3].map((n) => weights[from + n] ?? 0) as [number, number, number, number];
    for (let i = 0; i < k; i++) {
      const [xa, xb, xc, xd] = [wa * a[i]!, wb * b[i]!, wc * c[i]!, wd * d[i]!];
      if (xa === 0 && xb === 0 && xc === 0 && xd === 0) continue;
      const at = i * k;
      for (let j = 0; j <= i; j++) matrix[at + j]! += xa * a[j]! + xb * b[j]! + xc * c[j]! + xd * d[j]!;
    }
  }
}

const MASK = '18446744073709551615::HUGEINT';

/** Limbs of an exact amount: four of 64 bits, and what adding up has carried beyond them. */
export const CARRIED_LIMBS = 5;

/**
 * SQL around a query with the limbs' sums `s0` to `s3`: adds `r0` to `r4`, each below 2^64, and `hex`, the same number as
 * 80 hexadecimal digits, which sort as the numbers do.
 */
export function withExactAmount(query: string, others: string): string {
  const carries = [0, 1, 2].reduce(
    (inner, limb) =>
      `SELECT * REPLACE (s${limb + 1} + (s${limb} >> 64) AS s${limb + 1}, s${limb} & ${MASK} AS s${limb}) FROM (${inner})`,
    query,
  );
  const limbs = ['s0', 's1', 's2', `s3 & ${MASK}`, 's3 >> 64'];
  const columns = limbs.map((limb, index) => `(${limb})::UBIGINT AS r${index}`);
  const digits = [4, 3, 2, 1, 0].map((limb) => `lpad(to_hex(r${limb}), 16, '0')`).join(' || ');
  return `SELECT *, ${digits} AS hex FROM (SELECT ${others}, ${columns.join(', ')} FROM (${carries}))`;
}

/** Comparator for ascending bigints. */
export function ascendingBigint(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

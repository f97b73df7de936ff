/** The lower median: the element at position ⌈n/2⌉ of the ascending order. Never an average, so it stays an integer. */
export function lowerMedian(values: readonly bigint[]): bigint {
  const ascending = [...values].sort(ascendingBigint);
  return ascending[(ascending.length - 1) >> 1]!;
}

/** Comparator for ascending bigints. */
export function ascendingBigint(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

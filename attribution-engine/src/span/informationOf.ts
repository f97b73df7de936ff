/** How many units of {@link informationOf} a bit has. */
export const UNITS_PER_BIT = 65_536;
const FRACTION_BITS = 16;

/**
 * The information of what occurs `count` times in `total`: ⌊65,536 · log2(total / count)⌋, exact. No floating point:
 * the fraction comes bit by bit from squaring, between a lower and an upper bound, and where 24 bits do not decide, as
 * they do for most, with twice as many. The logarithm of a fraction is a fraction only for a power of two, where the
 * bounds are equal; so one of the precisions decides.
 *
 * @param count 1…total; @param total below 2³²
 */
export function informationOf(count: number, total: number): number {
  for (let precision = 24n; ; precision *= 2n) {
    const information = logarithm(BigInt(count), BigInt(total), precision);
    if (information !== undefined) return information;
  }
}

/** Undefined when the precision does not decide. */
function logarithm(count: bigint, total: bigint, precision: bigint): number | undefined {
  let whole = 0;
  while (count << BigInt(whole + 1) <= total) whole++;
  const divisor = count << BigInt(whole);
  const two = 2n << precision;
  // total / (count · 2^whole), in [1, 2), between these bounds.
  let low = (total << precision) / divisor;
  let high = low * divisor === total << precision ? low : low + 1n;
  let information = whole;
  for (let i = 0; i < FRACTION_BITS; i++) {
    const square = high * high;
    low = (low * low) >> precision;
    high = square >> precision;
    if (high << precision !== square) high++;
    information *= 2;
    if (low >= two) {
      information++;
      low >>= 1n;
      high = (high + 1n) >> 1n;
    } else if (high >= two) return undefined;
  }
  return information;
}

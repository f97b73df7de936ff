/** The number that limbs of 64 bits stand for, lowest first; a limb may have grown beyond that when many were added up. */
export function joinLimbs(limbs: readonly bigint[]): bigint {
  return limbs.reduceRight((sum, limb) => (sum << 64n) + limb, 0n);
}

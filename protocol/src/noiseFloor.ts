import { lowerMedian, type IntegerVector } from './IntegerVector.js';

/** m + z·d: the lower median of the values, and z times the lower median of their distances from it. */
export function noiseFloor(values: IntegerVector, z: bigint): bigint {
  const median = lowerMedian(values);
  return median + z * lowerMedian(distancesFrom(median, values));
}

/** |value − centre| of every value. */
function distancesFrom(centre: bigint, values: IntegerVector): IntegerVector {
  const exact = (i: number): bigint => {
    const distance = values.exact(i) - centre;
    return distance < 0n ? -distance : distance;
  };
  const roundedCentre = Number(centre);
  const isSafe = Number.isSafeInteger(roundedCentre);
  const rounded = values.rounded.map((value, i) => {
    const distance = Math.abs(value - roundedCentre);
    return isSafe && Number.isSafeInteger(value) && Number.isSafeInteger(distance) ? distance : Number(exact(i));
  });
  return { rounded, exact };
}

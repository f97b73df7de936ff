import type { VerdictPlace } from '@tributary/db';

/** More blocks than chains take to become final. */
const MAX_AGE_BLOCKS = 4_096;

/**
 * Few of many places, the newest first: one for each doubling of the distance to the newest, the oldest that is within it,
 * so that each stays until it is as far away as the next. The newest always stays.
 */
export function thinPlaces(places: readonly VerdictPlace[]): VerdictPlace[] {
  const [newest, ...rest] = places;
  if (newest === undefined) return [];
  const byDistance = new Map<number, VerdictPlace>();
  for (const place of rest) {
    const age = newest.blockNumber - place.blockNumber;
    if (age > 0 && age <= MAX_AGE_BLOCKS) byDistance.set(Math.floor(Math.log2(age)), place);
  }
  return [newest, ...byDistance.values()];
}

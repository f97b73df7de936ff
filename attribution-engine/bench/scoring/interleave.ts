/**
 * Median times of things that are done in turn, so that what disturbs one disturbs all.
 *
 * @param rounds counted; the first ones before them are not, they fault pages in and compile
 * @returns milliseconds, by name
 */
export async function interleave<Name extends string>(
  contestants: Record<Name, () => unknown>,
  rounds: number,
  dropped = 3,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const elapsedMs = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds + dropped; round++) {
    for (const name of names) {
      const startedAt = performance.now();
      await contestants[name]();
      if (round >= dropped) elapsedMs.get(name)!.push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, elapsedMs.get(name)!.sort((a, b) => a - b)[rounds >> 1]!]),
  ) as Record<Name, number>;
}

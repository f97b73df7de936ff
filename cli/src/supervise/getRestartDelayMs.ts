const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before a service that died is started again: 1, 2, 4 … 30 s. `deathsInARow` starts at 1. */
export function getRestartDelayMs(deathsInARow: number): number {
  return Math.min(FIRST_MS * 2 ** (deathsInARow - 1), LONGEST_MS);
}

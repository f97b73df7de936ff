import { checkBackendCase, type BackendCase } from '../backendCases.js';
import { BackendUnavailableError } from '../errors.js';
import type { ScoringBackend } from '../scoringBackend.js';

/** Parts of vectors, of tiles and of the steps of every kernel, and more steps than it has stages. */
const trial = (queryCount: number): BackendCase => ({
  name: `a trial with ${queryCount} queries`,
  dimensions: [100, 7, 640],
  capacity: 203,
  queryCount,
  fill: (i) => ((Math.imul(i + 1, 0x9e3779b1) >>> 12) % 255) - 127,
});

/**
 * Tries a GPU before anything is paid by it: drivers compile kernels themselves, and a wrong integer is worth less than
 * no GPU. The backend is given back, or released.
 *
 * @param queryCounts for which it uses different kernels
 * @throws {BackendUnavailableError} where a trial fails or gives another integer than the reference
 */
export async function refuseWrongIntegers(
  backend: ScoringBackend,
  queryCounts: readonly number[],
): Promise<ScoringBackend> {
  try {
    for (const queryCount of queryCounts) await checkBackendCase(backend, trial(queryCount));
    return backend;
  } catch (error) {
    await backend.dispose();
    const reason = `${backend.device} failed its trial: ${error instanceof Error ? error.message : error}`;
    throw new BackendUnavailableError({ name: backend.name, reason });
  }
}

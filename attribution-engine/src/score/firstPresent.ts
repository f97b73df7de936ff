import { BackendUnavailableError, UnknownBackendError } from './errors.js';
import { BACKENDS, type BackendName, type ScoringBackend } from './scoringBackend.js';

/**
 * How the backends of a platform are opened; what is missing does not exist there. Each rejects with
 * {@link BackendUnavailableError} where its device is absent, or gives wrong integers.
 *
 * @param isNamed a person asked for it by name: a device that is slower than others will do
 */
export type BackendOpeners = Partial<Record<BackendName, (isNamed: boolean) => Promise<ScoringBackend>>>;

/**
 * The backend of that name; for `auto` the first one present, fastest first. What is absent is said, with the reason.
 *
 * @throws {UnknownBackendError} {@link BackendUnavailableError} where one is named that is absent
 */
export async function firstPresent(
  name: string,
  openers: BackendOpeners,
  log: (line: string) => void = () => undefined,
): Promise<ScoringBackend> {
  const names = name === 'auto' ? BACKENDS : BACKENDS.filter((known) => known === name);
  if (names.length === 0) throw new UnknownBackendError({ name });
  let absent: BackendUnavailableError | undefined;
  for (const candidate of names) {
    try {
      const open = openers[candidate];
      if (!open) throw new BackendUnavailableError({ name: candidate, reason: 'this platform has none' });
      const backend = await open(name !== 'auto');
      log(`scoring on ${backend.name}: ${backend.device}`);
      return backend;
    } catch (error) {
      if (!(error instanceof BackendUnavailableError)) throw error;
      absent = error;
      log(`no ${candidate}: ${error.reason}`);
    }
  }
  throw absent!;
}

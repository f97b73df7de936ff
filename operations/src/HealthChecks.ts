import { redactSecrets } from './redactSecrets.js';
import { within } from './within.js';

/** One thing a process needs. `run` resolves with a remark when it is there, and rejects with what is wrong. */
export interface HealthCheck {
  name: string;
  run(signal: AbortSignal): Promise<string | undefined>;
}

/** How one check ended. */
export interface HealthCheckResult {
  name: string;
  ok: boolean;
  /** A remark, or what is wrong. */
  detail: string | null;
  elapsedMs: number;
}

/** A check that takes longer has failed. */
const CHECK_WITHIN_MS = 2_000;
/** Whoever asks again within this gets the same answer, so that asking costs nothing. */
const FRESH_MS = 1_000;

/** Runs a set of checks side by side, once for all who ask at the same time. */
export class HealthChecks {
  readonly #checks: readonly HealthCheck[];
  #running: { since: number; results: Promise<HealthCheckResult[]> } | undefined;

  constructor(checks: readonly HealthCheck[]) {
    this.#checks = checks;
  }

  /** Never rejects. */
  run(): Promise<HealthCheckResult[]> {
    const now = performance.now();
    if (!this.#running || now - this.#running.since > FRESH_MS) {
      this.#running = { since: now, results: Promise.all(this.#checks.map(runCheck)) };
    }
    return this.#running.results;
  }
}

async function runCheck(check: HealthCheck): Promise<HealthCheckResult> {
  const startedAt = performance.now();
  const end = (ok: boolean, detail: string | undefined): HealthCheckResult => ({
    name: check.name,
    ok,
    detail: detail === undefined ? null : redactSecrets(detail),
    elapsedMs: Math.round(performance.now() - startedAt),
  });
  try {
    return end(true, await within(CHECK_WITHIN_MS, (signal) => check.run(signal)));
  } catch (error) {
    return end(false, error instanceof Error ? error.message || error.name : String(error));
  }
}

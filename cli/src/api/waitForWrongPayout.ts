import { setTimeout as sleep } from 'node:timers/promises';
import { ACCUSING_VERDICTS } from './ACCUSING_VERDICTS.js';
import { queryApi } from './queryApi.js';

const POLL_MS = 1_000;

const QUERY = `query WrongPayouts($verdicts: [Verdict!]) {
  inferences(verdicts: $verdicts, first: 1) {
    nodes { inferenceId verdict reconciliation { reason } }
  }
}`;

export interface WrongPayout {
  inferenceId: string;
  verdict: string;
  reconciliation: { reason: string } | null;
}

/** The newest inference whose payouts are wrong, as soon as there is one; undefined when `signal` aborts first. */
export async function waitForWrongPayout(apiUrl: string, signal: AbortSignal): Promise<WrongPayout | undefined> {
  while (!signal.aborted) {
    try {
      const variables = { verdicts: ACCUSING_VERDICTS };
      const data = await queryApi<{ inferences: { nodes: WrongPayout[] } }>(apiUrl, QUERY, variables);
      const [found] = data.inferences.nodes;
      if (found) return found;
    } catch {
      // The API is being restarted, which is said elsewhere.
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

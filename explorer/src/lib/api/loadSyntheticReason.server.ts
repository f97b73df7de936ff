import { fetchOperation } from './fetchOperation.server.ts';
import { Origin } from './operations.generated.ts';

/** A ledger is made once; the explorer may be pointed at another while it runs. */
const freshMs = 60_000;

let latest: { atMs: number; answer: Promise<string | null> } | undefined;

/** Why the ledger is none of a chain; null when it was read from one. A question of its own: counters may take long. */
export function loadSyntheticReason(): Promise<string | null> {
  const now = Date.now();
  if (!latest || now - latest.atMs > freshMs) {
    const answer = fetchOperation(Origin).then(({ network }) => network.syntheticReason);
    latest = { atMs: now, answer };
    answer.catch(() => (latest = undefined));
  }
  return latest.answer;
}

import { fetchOperation } from './fetchOperation.server.ts';
import { Counters, type CountersResult } from './operations.generated.ts';

const freshMs = 1000;
let latest: { atMs: number; answer: Promise<CountersResult['network']> } | undefined;

/** The network's counters, at most a second old, so that many readers cost the API one query. */
export function loadCounters(): Promise<CountersResult['network']> {
  const now = Date.now();
  if (!latest || now - latest.atMs > freshMs) {
    const answer = fetchOperation(Counters).then((data) => data.network);
    latest = { atMs: now, answer };
    answer.catch(() => (latest = undefined));
  }
  return latest.answer;
}

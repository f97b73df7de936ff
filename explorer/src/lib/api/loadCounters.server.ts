import { fetchOperation } from './fetchOperation.server.ts';
import { Counters, type CountersResult } from './operations.generated.ts';

const freshMs = 1000;
/** What an open page keeps up with. */
export type NetworkCounters = CountersResult['network'] & Pick<CountersResult, 'chain'>;

let latest: { atMs: number; answer: Promise<NetworkCounters> } | undefined;

/** The network's counters and where its chain stands, at most a second old, so that many readers cost the API one query. */
export function loadCounters(): Promise<NetworkCounters> {
  const now = Date.now();
  if (!latest || now - latest.atMs > freshMs) {
    const answer = fetchOperation(Counters).then(({ network, chain }) => ({ ...network, chain }));
    latest = { atMs: now, answer };
    answer.catch(() => (latest = undefined));
  }
  return latest.answer;
}

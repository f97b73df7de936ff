import {
  loadNetworkTotals,
  loadVerdictCounts,
  loadVerdictDelays,
  type NetworkTotals,
  type ReadDatabase,
  type VerdictCountRow,
  type VerdictDelays,
} from '@tributary/db';

/** Reconciliations that the delays are taken over. */
const DELAY_SAMPLE_SIZE = 1_000;

/**
 * Counts over the whole network. They read every inference, and every visitor of the front page asks for them, so an
 * answer serves all requests that come while it is being made and for `maxAgeMs` after.
 */
export class NetworkStatistics {
  readonly loadTotals: () => Promise<NetworkTotals>;
  readonly loadVerdictCounts: () => Promise<VerdictCountRow[]>;
  readonly loadVerdictDelays: () => Promise<VerdictDelays>;

  constructor(db: ReadDatabase, maxAgeMs: number) {
    this.loadTotals = shareAnswer(() => loadNetworkTotals(db), maxAgeMs);
    this.loadVerdictCounts = shareAnswer(async () => (await loadVerdictCounts(db, null))[0] ?? [], maxAgeMs);
    this.loadVerdictDelays = shareAnswer(() => loadVerdictDelays(db, DELAY_SAMPLE_SIZE), maxAgeMs);
  }
}

/** A failure is told to those who wait for it and then forgotten. */
function shareAnswer<Answer>(load: () => Promise<Answer>, maxAgeMs: number): () => Promise<Answer> {
  let current: { answer: Promise<Answer>; expiresAtMs: number } | undefined;
  return () => {
    if (current !== undefined && performance.now() < current.expiresAtMs) return current.answer;
    const mine = { answer: load(), expiresAtMs: Infinity };
    current = mine;
    mine.answer.then(
      () => (mine.expiresAtMs = performance.now() + maxAgeMs),
      () => (mine.expiresAtMs = 0),
    );
    return mine.answer;
  };
}

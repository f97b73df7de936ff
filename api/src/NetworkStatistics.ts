import {
  type ImpactAnswers,
  type ImpactPayouts,
  type ImpactScope,
  type LedgerFlows,
  loadImpactAnswers,
  loadImpactPayouts,
  loadLedgerFlows,
  loadNetworkTotals,
  loadShapedInferenceCount,
  loadVerdictCounts,
  loadVerdictDelays,
  type NetworkTotals,
  type ReadDatabase,
  type VerdictCountRow,
  type VerdictDelays,
} from '@tributary/db';
import type { AnsweredAt } from './lineage/AnsweredAt.js';
import type { ImpactRoot } from './lineage/Impact.js';
import { StateAnswers } from './lineage/StateAnswers.js';

/** An answer is kept at least so many times as long as it took: a large ledger is not summed all day. */
const KEPT_TIMES_ITS_COST = 20;

/** Reconciliations that the delays are taken over. */
const DELAY_SAMPLE_SIZE = 1_000;

/**
 * Counts over the whole network. They read every inference, and every visitor of the front page asks for them, so an
 * answer serves all requests that come while it is being made and for `maxAgeMs` after, longer where it took long.
 */
export class NetworkStatistics {
  readonly loadTotals: () => Promise<NetworkTotals>;
  readonly loadVerdictCounts: () => Promise<VerdictCountRow[]>;
  readonly loadVerdictDelays: () => Promise<VerdictDelays>;
  readonly #db: ReadDatabase;
  readonly #states: StateAnswers;

  constructor(db: ReadDatabase, maxAgeMs: number) {
    this.#db = db;
    this.#states = new StateAnswers(db);
    this.loadTotals = shareAnswer(() => loadNetworkTotals(db), maxAgeMs);
    this.loadVerdictCounts = shareAnswer(async () => (await loadVerdictCounts(db, null))[0] ?? [], maxAgeMs);
    this.loadVerdictDelays = shareAnswer(() => loadVerdictDelays(db, DELAY_SAMPLE_SIZE), maxAgeMs);
  }

  loadFlowsAsOf(at: AnsweredAt): Promise<LedgerFlows> {
    return this.#states.load(at, ['flows'], () => loadLedgerFlows(this.#db, at.blockNumber));
  }

  loadImpactAnswers({ answeredAt, scope }: ImpactRoot): Promise<ImpactAnswers> {
    return this.#states.load(answeredAt, ['answers', scope.subject], () => loadImpactAnswers(this.#db, scope));
  }

  loadImpactPayouts({ answeredAt, scope }: ImpactRoot): Promise<ImpactPayouts> {
    return this.#states.load(answeredAt, ['payouts', scope.subject], () => loadImpactPayouts(this.#db, scope));
  }

  /** Never kept: verdicts about old answers are reached, and reached anew, at any time. */
  loadShapedInferenceCount(scope: ImpactScope): Promise<number> {
    return loadShapedInferenceCount(this.#db, scope);
  }
}

/** A failure is told to those who wait for it and then forgotten. */
function shareAnswer<Answer>(load: () => Promise<Answer>, maxAgeMs: number): () => Promise<Answer> {
  let current: { answer: Promise<Answer>; expiresAtMs: number } | undefined;
  return () => {
    if (current !== undefined && performance.now() < current.expiresAtMs) return current.answer;
    const askedAtMs = performance.now();
    const mine = { answer: load(), expiresAtMs: Infinity };
    current = mine;
    mine.answer.then(
      () => {
        const costMs = performance.now() - askedAtMs;
        mine.expiresAtMs = performance.now() + Math.max(maxAgeMs, KEPT_TIMES_ITS_COST * costMs);
      },
      () => (mine.expiresAtMs = 0),
    );
    return mine.answer;
  };
}

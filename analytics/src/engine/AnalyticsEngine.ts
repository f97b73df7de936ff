import type { AnalyticsCell, SeriesQuestion, SpreadDecade, SpreadQuestion } from '@tributary/db';

/** Which blocks an answer is about, and where its rows came from. */
export interface AnswerPlace {
  /** Highest block indexed; -1 before the first. */
  upToBlock: number;
  /** Rows up to here are final; -1 before the first. */
  finalUpToBlock: number;
  /** Rows up to here came from partitions; -1: all came from Postgres. */
  partitionsUpToBlock: number;
  /** Verdicts from partitions are those of this moment or later; null where all came from Postgres, as they are now. */
  verdictsAsOf: Date | null;
}

export interface SeriesAnswer {
  place: AnswerPlace;
  /** By bucket, then by key, the rest (key null) last; one more than the limit when there are too many. */
  cells: AnalyticsCell[];
}

export interface SpreadAnswer {
  place: AnswerPlace;
  /** From the poorest. */
  decades: SpreadDecade[];
}

/**
 * Adds up the ledger: amounts exact to the wei, whatever holds the rows. Every engine gives the same answer to the same question.
 *
 * Rejects with errors of `@tributary/db` (Postgres is away, a statement took too long), and with those of `errors.ts`.
 */
export interface AnalyticsEngine {
  /** @param signal nobody waits for the answer any more */
  loadSeries(question: SeriesQuestion, signal?: AbortSignal): Promise<SeriesAnswer>;
  loadSpread(question: SpreadQuestion, signal?: AbortSignal): Promise<SpreadAnswer>;
  close(): Promise<void>;
}

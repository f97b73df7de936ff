import { type AnalyticsState, loadAnalyticsSeries, loadAnalyticsSpread, type ReadDatabase } from '@tributary/db';
import type { AnalyticsEngine, AnswerPlace } from './AnalyticsEngine.js';

/** Every row from Postgres: always right, slow on a large ledger. The database is the caller's. */
export function createPostgresEngine(db: ReadDatabase): AnalyticsEngine {
  return {
    async loadSeries(question) {
      const { state, cells } = await loadAnalyticsSeries(db, question);
      return { place: toPlace(state), cells };
    },
    async loadSpread(question) {
      const { state, decades } = await loadAnalyticsSpread(db, question);
      return { place: toPlace(state), decades };
    },
    close: () => Promise.resolve(),
  };
}

function toPlace({ upToBlock, finalUpToBlock }: AnalyticsState): AnswerPlace {
  return { upToBlock, finalUpToBlock, partitionsUpToBlock: -1, verdictsAsOf: null };
}

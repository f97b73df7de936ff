import {
  AnalyticsMemoryError,
  AnalyticsTimeoutError,
  AnalyticsBusyError as EngineBusyError,
  LedgerChangingError,
  QuestionAbandonedError,
} from '@tributary/analytics';
import { AnalyticsBusyError, AnalyticsTooSlowError } from './errors.js';

/** Errors of the engine as the API documents them; others pass. */
export async function askEngine<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (
      error instanceof AnalyticsTimeoutError ||
      error instanceof AnalyticsMemoryError ||
      error instanceof QuestionAbandonedError
    ) {
      throw new AnalyticsTooSlowError({ cause: error });
    }
    if (error instanceof EngineBusyError || error instanceof LedgerChangingError) {
      throw new AnalyticsBusyError({ cause: error });
    }
    throw error;
  }
}

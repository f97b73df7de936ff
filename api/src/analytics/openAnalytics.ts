import { type AnalyticsEngine, createAnalyticsEngine, getPartitionFolder } from '@tributary/analytics';
import type { ReadDatabase } from '@tributary/db';
import type { ReportError } from '../formatApiError.js';

export interface AnalyticsSettings {
  db: ReadDatabase;
  /** Of the partitions of all chains; without it Postgres answers alone. */
  analyticsDir: string | undefined;
  chainId: number;
  timeoutMs: number;
  /** Hears of partitions that could not be used. */
  reportError: ReportError;
}

export function openAnalytics(settings: AnalyticsSettings): AnalyticsEngine {
  const { db, analyticsDir, chainId, timeoutMs, reportError } = settings;
  return createAnalyticsEngine({
    ...{ db, chainId, timeoutMs },
    folder: analyticsDir === undefined ? null : getPartitionFolder(analyticsDir, chainId),
    onFault: (error) => reportError({ incidentId: 'analytics', error }),
  });
}

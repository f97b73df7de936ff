import type { EntitySource } from '../EntitySource';

/** Figures of one index; all null where it could not be measured. */
export interface IndexQualityRow {
  /** That of the index. */
  id: string;
  rowsSampled: number | null;
  rowsConfirmed: number | null;
  answersAsked: number | null;
  answersAttributed: number | null;
  rightContributionBps: number | null;
  contributionCount: number | null;
  unrelatedAsked: number | null;
  unrelatedAttributed: number | null;
  reason: string | null;
  engineVersion: string;
  elapsedMs: number;
  retryAt: Date | null;
  measuredAt: Date;
}

/** By the id of the index; figures of what the chain no longer names are not there. */
export const indexQualitySource: EntitySource<IndexQualityRow> = {
  from: `index_quality q JOIN attribution_index x
    ON x.id = q.id AND x.index_root = q.index_root AND x.model_id IS NOT DISTINCT FROM q.model_id`,
  key: 'q.id',
  columns: {
    id: 'q.id',
    rowsSampled: 'q.rows_sampled',
    rowsConfirmed: 'q.rows_confirmed',
    answersAsked: 'q.answers_asked',
    answersAttributed: 'q.answers_attributed',
    rightContributionBps: 'q.right_contribution_bps',
    contributionCount: 'q.contribution_count',
    unrelatedAsked: 'q.unrelated_asked',
    unrelatedAttributed: 'q.unrelated_attributed',
    reason: 'q.reason',
    engineVersion: 'q.engine_version',
    elapsedMs: 'q.elapsed_ms',
    retryAt: 'q.retry_at',
    measuredAt: 'q.measured_at',
  },
};

import type { Pool } from 'pg';

/** What was measured of an index. */
export interface IndexQualityFigures {
  rowsSampled: number;
  rowsConfirmed: number;
  answersAsked: number;
  answersAttributed: number;
  /** Null when no answer is attributed. */
  rightContributionBps: number | null;
  /** Contributions that have rows in the index. */
  contributionCount: number;
  unrelatedAsked: number;
  unrelatedAttributed: number;
}

/** How far to trust an index, as it is stored. */
export interface IndexQualityToSave {
  indexId: string;
  indexRoot: string;
  modelId: string | null;
  /** Null when it could not be measured. */
  figures: IndexQualityFigures | null;
  /** Why not. */
  reason: string | null;
  engineVersion: string;
  elapsedMs: number;
  /** When to try again; null when final. */
  retryAt: Date | null;
}

/** Replaces what is known of an index. */
export async function saveIndexQuality(pool: Pool, quality: IndexQualityToSave): Promise<void> {
  const { figures } = quality;
  await pool.query(
    `INSERT INTO index_quality (id, index_root, model_id, rows_sampled, rows_confirmed, answers_asked, answers_attributed,
       right_contribution_bps, contribution_count, unrelated_asked, unrelated_attributed, reason, engine_version, elapsed_ms,
       retry_at, measured_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now())
     ON CONFLICT (id) DO UPDATE SET
       index_root = excluded.index_root, model_id = excluded.model_id,
       rows_sampled = excluded.rows_sampled, rows_confirmed = excluded.rows_confirmed,
       answers_asked = excluded.answers_asked, answers_attributed = excluded.answers_attributed,
       right_contribution_bps = excluded.right_contribution_bps, contribution_count = excluded.contribution_count,
       unrelated_asked = excluded.unrelated_asked, unrelated_attributed = excluded.unrelated_attributed,
       reason = excluded.reason, engine_version = excluded.engine_version, elapsed_ms = excluded.elapsed_ms,
       retry_at = excluded.retry_at, measured_at = excluded.measured_at`,
    [
      quality.indexId,
      quality.indexRoot,
      quality.modelId,
      figures?.rowsSampled ?? null,
      figures?.rowsConfirmed ?? null,
      figures?.answersAsked ?? null,
      figures?.answersAttributed ?? null,
      figures?.rightContributionBps ?? null,
      figures?.contributionCount ?? null,
      figures?.unrelatedAsked ?? null,
      figures?.unrelatedAttributed ?? null,
      quality.reason,
      quality.engineVersion,
      quality.elapsedMs,
      quality.retryAt,
    ],
  );
}

import { contributionWeights } from '@tributary/protocol';
import type { ContributionShare } from '../attribute.js';

/** A row that weighs in an answer, and whose it is. */
export interface ScoredRow {
  row: number;
  contribution: number;
  line: number;
  /** > 0. */
  score: bigint;
}

/** The rows' scores as weights, added up by contribution. */
export function sharesOfRows(rows: readonly ScoredRow[]): ContributionShare[] {
  const weights = rows.map(({ score }, place) => ({ row: place, weight: score }));
  const owners = Uint32Array.from(rows, ({ contribution }) => contribution);
  return contributionWeights(weights, owners).map((share) => ({
    ...share,
    rows: share.rows.map(({ row: place, weight }) => ({ row: rows[place]!.row, line: rows[place]!.line, weight })),
  }));
}

import {
  combineScores,
  contributionWeights,
  exponentUnit,
  rowClips,
  weighRows,
  type ContributionWeight,
  type FeatureRecord,
  type RowWeights,
} from '@tributary/protocol';
import { blockDimensions, type AttributionIndex } from './index/attributionIndex.js';
import type { LoadedRows, ScoringBackend } from './score/scoringBackend.js';

/** What a contribution weighs in one answer, and which of its lines do. */
export interface ContributionShare extends ContributionWeight {
  rows: { row: number; line: number; weight: bigint }[];
}

/** Who shaped one answer. */
export interface AttributionResult extends RowWeights {
  /** Raw scores of the rows, exact integers in one unit; positive: training on the row lowered this answer's loss. */
  scores: bigint[];
  /** Empty when unattributed. */
  shares: ContributionShare[];
}

/** An index made ready to be asked: rows on the device, clip factors and the unit of its scores computed once. */
export interface Attributor {
  attribute(query: FeatureRecord): Promise<AttributionResult>;
  dispose(): void;
}

/** Loads an index onto a backend (rule steps 5 and 6). */
export async function createAttributor(index: AttributionIndex, backend: ScoringBackend): Promise<Attributor> {
  const dimensions = blockDimensions(index);
  const rows: LoadedRows = await backend.load({
    values: index.values,
    count: index.contributions.length,
    dimensions,
  });
  const unit = exponentUnit(index, dimensions);
  const clips = rowClips(index.values, index.exponents, dimensions, unit);
  return {
    async attribute(query) {
      const [dots] = await rows.dot([query]);
      const scores = combineScores(dots!, index.exponents, query, unit + exponentUnit(query, dimensions));
      const weighed = weighRows(scores, clips);
      const shares = contributionWeights(weighed.weights, index.contributions).map((share) => ({
        ...share,
        rows: share.rows.map(({ row, weight }) => ({ row, line: index.lines[row]!, weight })),
      }));
      return { ...weighed, scores, shares };
    },
    dispose: () => rows.dispose(),
  };
}

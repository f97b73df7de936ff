import {
  RawScores,
  RowNorms,
  contributionWeights,
  exponentUnit,
  rowClips,
  weighRows,
  weighRowsInStages,
  type ContributionWeight,
  type FeatureRecord,
  type IntegerVector,
  type RowWeights,
} from '@tributary/protocol';
import { blockDimensions, indexWidth, type IndexReader } from './index/attributionIndex.js';
import { indexSlices } from './index/indexSlices.js';
import type { DeviceRows, ScoringBackend } from './score/scoringBackend.js';

/** What a contribution weighs in one answer, and which of its lines do. */
export interface ContributionShare extends ContributionWeight {
  rows: { row: number; line: number; weight: bigint }[];
}

/** Who shaped one answer. */
export interface AttributionResult extends RowWeights {
  /** Raw scores of the rows, exact integers in one unit; positive: training on the row lowered this answer's loss. */
  scores: IntegerVector;
  /** Empty when unattributed. */
  shares: ContributionShare[];
}

/** An index made ready to be asked: clip factors and the unit of its scores are computed once. */
export interface Attributor {
  /** Who shaped each answer. Many at once cost little more than one: the rows are read once. */
  attribute(queries: readonly FeatureRecord[]): Promise<AttributionResult[]>;
  dispose(): void;
}

/** How much an attributor may hold. */
export interface AttributorOptions {
  /**
   * Bytes of rows kept on the device; an index that is larger streams through it for every call. Beside them an index
   * of N rows takes 12·N bytes, a call 8·N a query, and weighing one answer 24·N more for a moment; twice that where
   * rows are weighed in stages.
   */
  memoryBytes?: number;
}

/** Two slices are on their way from the disk while the device holds its own copy of one. */
const SLICES_HELD = 3;

/** Loads an index onto a backend (rule steps 5 and 6, by the method of the index); closing the index is left to its owner. */
export async function createAttributor(
  index: IndexReader,
  backend: ScoringBackend,
  { memoryBytes = Infinity }: AttributorOptions = {},
): Promise<Attributor> {
  const dimensions = blockDimensions(index);
  const width = indexWidth(index);
  const rowCount = index.contributions.length;
  const roomFor = (bytes: number): number => Math.floor(bytes / Math.max(1, width));
  const isResident = rowCount <= Math.min(roomFor(memoryBytes), roomFor(backend.maxRowBytes));
  const capacity = isResident
    ? rowCount
    : Math.max(1, Math.min(roomFor(memoryBytes / SLICES_HELD), roomFor(backend.maxRowBytes)));
  const rows = await backend.allocate(dimensions, capacity);

  const { families } = index;
  const startBlocks = families && countStartBlocks(index);
  const norms = new RowNorms(rowCount);
  const startNorms = families && new RowNorms(rowCount);
  const residentExponents = new Int8Array(isResident ? rowCount * dimensions.length : 0);
  let unit = 127;
  try {
    for await (const slice of indexSlices(index)) {
      norms.measure(slice.at, slice.values, slice.exponents, dimensions);
      startNorms?.measure(slice.at, slice.values, slice.exponents, dimensions, startBlocks);
      unit = Math.min(unit, exponentUnit(slice, dimensions));
      if (!isResident) continue;
      residentExponents.set(slice.exponents, slice.at * dimensions.length);
      await rows.write(slice.at, slice.values);
    }
  } catch (error) {
    rows.dispose();
    throw error;
  }
  const clips = rowClips(norms);
  const startClips = startNorms && rowClips(startNorms);
  const weigh = ({ all, start }: QueryScores): RowWeights => {
    if (!families || !startClips || !start) return weighRows(all, clips);
    return weighRowsInStages({ start: { scores: start, clips: startClips }, all: { scores: all, clips }, families });
  };

  const score = async (queries: readonly FeatureRecord[]): Promise<QueryScores[]> => {
    const scores = queries.map((): QueryScores => ({
      all: new RawScores(rowCount),
      ...(families && { start: new RawScores(rowCount) }),
    }));
    const units = queries.map((query) => unit + exponentUnit(query, dimensions));
    const combine = async (at: number, count: number, exponents: Int8Array): Promise<void> => {
      const dots = await rows.dot(queries, count);
      queries.forEach((query, q) => {
        scores[q]!.all.combine(at, dots[q]!, exponents, query, units[q]!);
        scores[q]!.start?.combine(at, dots[q]!, exponents, query, units[q]!, startBlocks);
      });
    };
    if (isResident) {
      await combine(0, rowCount, residentExponents);
      return scores;
    }
    for await (const { at, count, values, exponents } of indexSlices(index, capacity)) {
      await rows.write(0, values);
      await combine(at, count, exponents);
    }
    return scores;
  };

  // Calls take turns: a streaming index has one set of device rows.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    async attribute(queries) {
      const scored = turn.then(() => score(queries));
      turn = scored.catch(() => undefined);
      return (await scored).map((scores) => {
        const weighed = weigh(scores);
        const shares = contributionWeights(weighed.weights, index.contributions).map((share) => ({
          ...share,
          rows: share.rows.map(({ row, weight }) => ({ row, line: index.lines[row]!, weight })),
        }));
        return { ...weighed, scores: scores.all, shares };
      });
    },
    dispose: () => disposeAfter(turn, rows),
  };
}

/** Raw scores of one answer. */
interface QueryScores {
  all: RawScores;
  /** Over the `start/…` blocks alone, where rows are weighed in stages. */
  start?: RawScores;
}

/** The `start/…` blocks come first. */
function countStartBlocks({ blocks }: IndexReader): number {
  const first = blocks.findIndex(({ name }) => !name.startsWith('start/'));
  return first < 0 ? blocks.length : first;
}

function disposeAfter(last: Promise<unknown>, rows: DeviceRows): void {
  void last.then(() => rows.dispose());
}

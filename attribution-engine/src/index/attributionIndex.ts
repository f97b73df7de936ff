import type { Example } from '@tributary/lora';

/** One block of a feature vector. */
export interface FeatureBlock {
  /** `start/<module>` or `final/<module>`. */
  name: string;
  /** Its length after projection. */
  dimension: number;
}

/** What an index says of itself. */
export interface IndexHeader {
  method: string;
  blocks: FeatureBlock[];
  /** Digests of the manifests the features were taken over. */
  baseDigest: string;
  adapterDigest: string;
}

/** What stands beside every row; N rows. */
export interface RowOwners {
  /** uint32 contribution ids, [N]. */
  contributions: Uint32Array;
  /** uint32, [N]: which line of its contribution a row is, from 0. For people; no score depends on it. */
  lines: Uint32Array;
  /** uint32, [N], by `gradient/2` only: the family of copies a row belongs to, 0 for none; see `findFamilies`. */
  families?: Uint32Array;
}

/** Some or all rows of an index, quantised. */
export interface IndexRows {
  /** int8 within ±127, [n, K], row-major. */
  values: Int8Array;
  /** int8, [n, blocks]. */
  exponents: Int8Array;
}

/**
 * The quantised features of every admitted training row of one model (rule step 3), in memory. Row `i` is what
 * contribution `contributions[i]` supplied; N rows, K = Σ dimensions.
 */
export interface AttributionIndex extends IndexHeader, RowOwners, IndexRows {
  /** What the rows were trained on, [N]; absent where the index does not tell. For people; no score depends on it. */
  examples?: readonly Example[];
}

/** An index read in parts: it may lie on disk and be larger than memory. */
export interface IndexReader extends IndexHeader, RowOwners {
  /**
   * Reads the rows from `from` on into `into`, as many as fit it.
   *
   * @throws MalformedIndexError when a value is −128, which no quantised value is
   */
  read(from: number, into: IndexRows): Promise<void>;
  /**
   * What the rows were trained on, [N]; undefined where the index does not tell.
   *
   * @throws MalformedIndexError when their ends contradict their tokens
   */
  loadExamples(): Promise<readonly Example[] | undefined>;
  close(): Promise<void>;
}

/** Whether rows of an index by this method have families, and its rows are weighed in stages. */
export function hasFamilies({ method }: Pick<IndexHeader, 'method'>): boolean {
  return /^gradient\/2(\?|$)/.test(method);
}

/** K: the length of one row. */
export function indexWidth(index: Pick<IndexHeader, 'blocks'>): number {
  return index.blocks.reduce((sum, block) => sum + block.dimension, 0);
}

/** The lengths of the blocks, in order. */
export function blockDimensions(index: Pick<IndexHeader, 'blocks'>): number[] {
  return index.blocks.map((block) => block.dimension);
}

/** Room for `count` rows. */
export function allocateRows(index: Pick<IndexHeader, 'blocks'>, count: number): IndexRows {
  return {
    values: new Int8Array(count * indexWidth(index)),
    exponents: new Int8Array(count * index.blocks.length),
  };
}

/** An index in memory, as a reader. */
export function readerOf(index: AttributionIndex): IndexReader {
  const width = indexWidth(index);
  const { method, blocks, baseDigest, adapterDigest, contributions, lines, families } = index;
  return {
    ...{ method, blocks, baseDigest, adapterDigest, contributions, lines, ...(families && { families }) },
    async read(from, { values, exponents }) {
      values.set(index.values.subarray(from * width, from * width + values.length));
      const at = from * blocks.length;
      exponents.set(index.exponents.subarray(at, at + exponents.length));
    },
    loadExamples: async () => index.examples,
    close: async () => undefined,
  };
}

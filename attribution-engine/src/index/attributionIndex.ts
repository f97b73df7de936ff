/** One block of a feature vector. */
export interface FeatureBlock {
  /** `start/<module>` or `final/<module>`. */
  name: string;
  /** Its length after projection. */
  dimension: number;
}

/**
 * The quantised features of every admitted training row of one model (rule step 3). Row `i` is what contribution
 * `contributions[i]` supplied; N rows, K = Σ dimensions.
 */
export interface AttributionIndex {
  method: string;
  blocks: FeatureBlock[];
  /** int8 within ±127, [N, K], row-major. */
  values: Int8Array;
  /** int8, [N, blocks]. */
  exponents: Int8Array;
  /** uint32 contribution ids, [N]. */
  contributions: Uint32Array;
  /** uint32, [N]: which line of its contribution a row is, from 0. For people; no score depends on it. */
  lines: Uint32Array;
  /** Digests of the manifests the features were taken over. */
  baseDigest: string;
  adapterDigest: string;
}

/** K: the length of one row. */
export function indexWidth(index: Pick<AttributionIndex, 'blocks'>): number {
  return index.blocks.reduce((sum, block) => sum + block.dimension, 0);
}

/** The lengths of the blocks, in order. */
export function blockDimensions(index: Pick<AttributionIndex, 'blocks'>): number[] {
  return index.blocks.map((block) => block.dimension);
}

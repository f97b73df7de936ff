/** What a GPU loads at once; every block starts and ends on such a boundary. */
export const VECTOR_BYTES = 16;

/**
 * How rows lie in device memory: each block is padded with zeros to a multiple of {@link VECTOR_BYTES}, so that kernels
 * never meet half a vector. Zeros add nothing to a dot product: the integers stay exact.
 */
export interface PaddedLayout {
  /** Bytes of one row as it is written. */
  readonly width: number;
  /** Bytes of one row on the device, a multiple of {@link VECTOR_BYTES}. */
  readonly paddedWidth: number;
  /** Where each block starts in a padded row and how many bytes it fills there, both multiples of {@link VECTOR_BYTES}. */
  readonly blocks: readonly { readonly offset: number; readonly length: number }[];
  /** Whole rows in this layout; the same array where nothing has to be padded. */
  pad(rows: Int8Array): Int8Array;
}

export function buildPaddedLayout(dimensions: readonly number[]): PaddedLayout {
  let width = 0;
  let paddedWidth = 0;
  const blocks = dimensions.map((dimension) => {
    const block = { offset: paddedWidth, length: Math.ceil(dimension / VECTOR_BYTES) * VECTOR_BYTES };
    width += dimension;
    paddedWidth += block.length;
    return block;
  });
  return {
    width,
    paddedWidth,
    blocks,
    pad(rows) {
      if (paddedWidth === width) return rows;
      const count = rows.length / width;
      const padded = new Int8Array(count * paddedWidth);
      for (let row = 0, from = 0; row < count; row++) {
        for (let block = 0; block < blocks.length; block++) {
          const to = row * paddedWidth + blocks[block]!.offset;
          padded.set(rows.subarray(from, from + dimensions[block]!), to);
          from += dimensions[block]!;
        }
      }
      return padded;
    },
  };
}

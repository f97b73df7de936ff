import { createSeededRandom } from '@tributary/protocol';

/** Maps one gradient block to a shorter one; unchanged where it is short enough already. */
export interface Projection {
  /** Length of the projected block: min(size, k). */
  readonly dimension: number;
  project(block: Float32Array): Float64Array;
}

/**
 * Sparse Johnson–Lindenstrauss projection with one ±1 per coordinate (Kane & Nelson 2014, s = 1; also "count sketch"),
 * rule step 2. Each coordinate draws one u32 `u` from the generator labelled `gradient/1/projection/<name>`: bit 0 is
 * its sign (0: +, 1: −), ⌊(u ≫ 1) · k / 2³¹⌋ its bucket. Inner products are kept in expectation.
 *
 * @param name the block's name, e.g. `final/model.layers.0.self_attn.q_proj`
 * @param size length of the unprojected block
 * @param k length to project to
 */
export function createProjection(name: string, size: number, k: number): Projection {
  if (size <= k) return { dimension: size, project: (block) => Float64Array.from(block) };
  const random = createSeededRandom(`gradient/1/projection/${name}`);
  const bucket = new Uint32Array(size);
  const sign = new Int8Array(size);
  for (let i = 0; i < size; i++) {
    const u = random.nextU32();
    sign[i] = u & 1 ? -1 : 1;
    bucket[i] = Math.floor(((u >>> 1) * k) / 2 ** 31);
  }
  return {
    dimension: k,
    project(block) {
      const out = new Float64Array(k);
      for (let i = 0; i < size; i++) out[bucket[i]!]! += sign[i]! * block[i]!;
      return out;
    },
  };
}

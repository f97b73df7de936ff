import { LOAD_MANY_PARAMETERS, MANY_PARAMETERS, advanceCopy } from './manyTiles.js';

/** Rows and queries of the tile that one block of threads computes: a warpgroup has 64 rows. */
export const HOPPER_TILE_ROWS = 192;
export const HOPPER_TILE_QUERIES = 256;
export const HOPPER_THREADS = 384;

const STAGES = 4;
/** Bytes of a row in one step, and of the atom of eight rows in which `wgmma` swizzles vectors. */
const STEP_BYTES = 128;
const ATOM_BYTES = 8 * STEP_BYTES;
const QUERIES_AT = STEP_BYTES * HOPPER_TILE_ROWS;
const STAGE_BYTES = STEP_BYTES * (HOPPER_TILE_ROWS + HOPPER_TILE_QUERIES);
/** Atoms start at multiples of their size; what the driver gives need not. */
export const HOPPER_SHARED_BYTES = STAGE_BYTES * STAGES + ATOM_BYTES;

/** Rows that all threads together copy at a time: eight threads a row, a vector each. */
const COPY_ROWS = HOPPER_THREADS / 8;

/**
 * A `wgmma` descriptor in two words. Below: address >> 4, and 1 for a distance that swizzled layouts ignore. Above: atoms
 * are {@link ATOM_BYTES} apart, and the 128-byte swizzle.
 */
const DESCRIPTOR_LOW = 2 ** 16;
const DESCRIPTOR_HIGH = 2 ** 30 + ATOM_BYTES / 16;

/**
 * PTX of the kernel `dotMany` for compute capability 9.0, where only `wgmma` reaches the full rate of the tensor cores.
 * Parameters and results are those of the other `dotMany` (see `dotManyPtx.ts`), with tiles of 192 rows × 256 queries:
 * what a multiprocessor reads through the L2 cache for its products is then least, and that is what bounds it.
 *
 * Three warpgroups multiply 64 rows each with all queries, in steps of 128 values. At step s all threads copy step s + 2 to
 * shared memory (`cp.async`), into the stage of step s − 2, whose products every warpgroup has waited for before the
 * barrier. `fence.proxy.async` shows what was copied to the tensor cores. Vectors of a row stand where the 128-byte
 * swizzle expects them: c of row r at c ⊕ (r mod 8).
 */
export function buildDotHopperPtx(): string {
  const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
  const each = <T>(list: readonly T[], line: (entry: T) => string): string => list.map(line).join('\n');
  const sums = range(128).map((i) => `%d${i}`);

  /** Copies vectors of rows `first`, `first + 48`, … to `to`, zeros for those past `count` rows or the end of the part. */
  const copyRows = (from: string, first: string, count: string, stride: string, rows: number, at: number): string =>
    `  add.u64 %from, ${from}, %wide;
${each(
  range(Math.ceil(rows / COPY_ROWS)),
  (j) => `  add.u32 %t, ${first}, ${j * COPY_ROWS};
  setp.lt.and.u32 %some, %t, ${count}, %more;
  selp.u32 %filled, 16, 0, %some;
${
  (j + 1) * COPY_ROWS > rows
    ? `  setp.lt.u32 %some, %copy_row, ${rows - j * COPY_ROWS};
  @%some cp.async.cg.shared.global [%u+${at + j * COPY_ROWS * STEP_BYTES}], [%from], 16, %filled;`
    : `  cp.async.cg.shared.global [%u+${at + j * COPY_ROWS * STEP_BYTES}], [%from], 16, %filled;
  add.u64 %from, %from, ${stride};`
}`,
)}`;

  /** Copies the producer's step and moves the producer on; past the last part it does nothing. */
  const produce = (label: string): string => `  setp.ge.u32 %done, %copy_part, %part_count;
  @%done bra ${label};
  and.b32 %chunk, %thread, 7;
  add.u32 %t, %copy_vector, %chunk;
  setp.lt.u32 %more, %t, %copy_vectors;
  shl.b32 %t, %copy_vector, 4;
  add.u32 %t, %t, %copy_offset;
  cvt.u64.u32 %wide, %t;
  add.u32 %u, %copy_to, %copy_stage;
${copyRows('%row_from', '%first_row', '%count', '%copy_stride', HOPPER_TILE_ROWS, 0)}
${copyRows('%query_from', '%first_query', '%query_count', '%copy_stride', HOPPER_TILE_QUERIES, QUERIES_AT)}
${advanceCopy(label, 8, STAGE_BYTES, STAGES)}`;

  return `.version 8.0
.target sm_90a
.address_size 64

.extern .shared .align 1024 .b8 stages[];

.visible .entry dotMany(
${MANY_PARAMETERS}
)
.maxntid ${HOPPER_THREADS}, 1, 1
{
  .reg .pred %done, %more, %some, %adds, %query_live, %row_live0, %row_live1, %both;
  .reg .b32 %thread, %lane, %warp, %chunk, %t, %u, %filled, %row, %query, %stages, %copy_row;
  .reg .b32 %width, %count, %columns, %part_count, %query_count, %query_tiles, %row_tile, %query_tile;
  .reg .b32 %first_row, %first_query, %copy_part, %copy_vector, %copy_vectors, %copy_offset, %copy_to, %copy_stage;
  .reg .b32 %part, %steps, %column, %stage, %own_rows, %row_low, %query_low, %descriptor_high;
  .reg .b32 ${sums.slice(0, 64).join(', ')};
  .reg .b32 ${sums.slice(64).join(', ')};
  .reg .b64 %rows, %queries, %parts, %dots, %wide, %from, %query_stride, %row_stride, %dot_base, %dot_at0, %dot_at1;
  .reg .b64 %row_from, %query_from, %copy_stride, %row_matrix, %query_matrix;

${LOAD_MANY_PARAMETERS}
  mov.u32 %stages, stages;
  add.u32 %stages, %stages, ${ATOM_BYTES - 1};
  and.b32 %stages, %stages, ${2 ** 32 - ATOM_BYTES};
  mov.u32 %thread, %tid.x;
  and.b32 %lane, %thread, 31;
  shr.u32 %warp, %thread, 5;

  // Neighbouring blocks share a tile of rows, so that all but the first find it in the L2 cache.
  mov.u32 %t, %ctaid.x;
  div.u32 %row_tile, %t, %query_tiles;
  mul.lo.u32 %u, %row_tile, %query_tiles;
  sub.u32 %query_tile, %t, %u;
  mul.lo.u32 %row_tile, %row_tile, ${HOPPER_TILE_ROWS};
  mul.lo.u32 %query_tile, %query_tile, ${HOPPER_TILE_QUERIES};

  // A thread copies vector (thread & 7) of rows and queries (thread >> 3) + 48 j.
  and.b32 %chunk, %thread, 7;
  shr.u32 %copy_row, %thread, 3;
  shl.b32 %u, %chunk, 4;
  cvt.u64.u32 %wide, %u;
  add.u32 %first_row, %copy_row, %row_tile;
  mul.wide.u32 %row_from, %first_row, %width;
  add.u64 %row_from, %row_from, %rows;
  add.u64 %row_from, %row_from, %wide;
  add.u32 %first_query, %copy_row, %query_tile;
  mul.wide.u32 %query_from, %first_query, %width;
  add.u64 %query_from, %query_from, %queries;
  add.u64 %query_from, %query_from, %wide;
  mul.wide.u32 %copy_stride, %width, ${COPY_ROWS};
  and.b32 %u, %copy_row, 7;
  xor.b32 %u, %u, %chunk;
  shl.b32 %u, %u, 4;
  shl.b32 %t, %copy_row, 7;
  add.u32 %copy_to, %t, %u;
  add.u32 %copy_to, %copy_to, %stages;

  // Of the warpgroup's sums this thread stores rows row and row + 8, queries query + 8 n + {0, 1}.
  shr.u32 %t, %thread, 7;
  mul.lo.u32 %own_rows, %t, ${64 * STEP_BYTES};
  shl.b32 %t, %warp, 4;
  shr.u32 %u, %lane, 2;
  add.u32 %row, %t, %u;
  add.u32 %row, %row, %row_tile;
  and.b32 %u, %lane, 3;
  shl.b32 %u, %u, 1;
  add.u32 %query, %u, %query_tile;
  setp.lt.u32 %row_live0, %row, %count;
  add.u32 %t, %row, 8;
  setp.lt.u32 %row_live1, %t, %count;
  mul.wide.u32 %query_stride, %count, %columns;
  mul.wide.u32 %from, %row, %columns;
  cvt.u64.u32 %wide, %query;
  mad.lo.u64 %dot_base, %wide, %query_stride, %from;
  shl.b64 %dot_base, %dot_base, 2;
  add.u64 %dot_base, %dot_base, %dots;
  shl.b64 %query_stride, %query_stride, 2;
  mul.wide.u32 %row_stride, %columns, 32; // eight rows

  mov.u32 %copy_part, 0;
  mov.u32 %copy_vector, 0;
  mov.u32 %copy_stage, 0;
  ld.global.nc.v2.u32 {%copy_offset, %copy_vectors}, [%parts];
${produce('PRODUCED0')}
${produce('PRODUCED1')}
  mov.u32 %part, 0;
  mov.u32 %stage, 0;
  mov.u32 %descriptor_high, ${DESCRIPTOR_HIGH};
${each(sums, (d) => `  mov.u32 ${d}, 0;`)}

PART:
  setp.ge.u32 %done, %part, %part_count;
  @%done bra END;
  mul.wide.u32 %from, %part, 16;
  add.u64 %from, %from, %parts;
  ld.global.nc.v2.u32 {%t, %steps}, [%from];
  ld.global.nc.u32 %column, [%from+8];
  add.u32 %steps, %steps, 7;
  shr.u32 %steps, %steps, 3;
  setp.ne.u32 %adds, 0, 0; // the first product of a part replaces what the part before left

STEP:
  cp.async.wait_group 1;
  fence.proxy.async.shared::cta;
  bar.sync 0;
  add.u32 %t, %stages, %stage;
  add.u32 %row_low, %t, %own_rows;
  shr.u32 %row_low, %row_low, 4;
  add.u32 %row_low, %row_low, ${DESCRIPTOR_LOW};
  add.u32 %query_low, %t, ${QUERIES_AT};
  shr.u32 %query_low, %query_low, 4;
  add.u32 %query_low, %query_low, ${DESCRIPTOR_LOW};
  wgmma.fence.sync.aligned;
${each(
  range(STEP_BYTES / 32),
  (k) => `  mov.b64 %row_matrix, {%row_low, %descriptor_high};
  mov.b64 %query_matrix, {%query_low, %descriptor_high};
  wgmma.mma_async.sync.aligned.m64n256k32.s32.s8.s8 {${sums.join(', ')}}, %row_matrix, %query_matrix, %adds;
${k === 0 ? '  setp.eq.u32 %adds, 0, 0;' : ''}
${k < 3 ? '  add.u32 %row_low, %row_low, 2;\n  add.u32 %query_low, %query_low, 2;' : ''}`,
)}
  wgmma.commit_group.sync.aligned;
${produce('PRODUCED')}
  wgmma.wait_group.sync.aligned 1;
  add.u32 %stage, %stage, ${STAGE_BYTES};
  setp.eq.u32 %more, %stage, ${STAGE_BYTES * STAGES};
  selp.u32 %stage, 0, %stage, %more;
  sub.u32 %steps, %steps, 1;
  setp.ne.u32 %more, %steps, 0;
  @%more bra STEP;

  wgmma.wait_group.sync.aligned 0;
  mul.wide.u32 %from, %column, 4;
  add.u64 %dot_at0, %dot_base, %from;
${each(range(64), (c) => {
  // Column c of this thread: query 8 (c >> 1) + (c & 1); rows in d[4 (c >> 1) + (c & 1)] and two further on.
  const offset = 8 * (c >> 1) + (c & 1);
  const d = 4 * (c >> 1) + (c & 1);
  return `  add.u32 %t, %query, ${offset};
  setp.lt.u32 %query_live, %t, %query_count;
  mad.lo.u64 %dot_at1, %query_stride, ${offset}, %dot_at0;
  and.pred %both, %query_live, %row_live0;
  @%both st.global.u32 [%dot_at1], %d${d};
  add.u64 %dot_at1, %dot_at1, %row_stride;
  and.pred %both, %query_live, %row_live1;
  @%both st.global.u32 [%dot_at1], %d${d + 2};`;
})}
  add.u32 %part, %part, 1;
  bra PART;

END:
  ret;
}
`;
}

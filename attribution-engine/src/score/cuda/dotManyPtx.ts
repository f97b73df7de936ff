import { LOAD_MANY_PARAMETERS, MANY_PARAMETERS, advanceCopy } from './manyTiles.js';

/** Rows and queries of the tile that one block of threads computes. */
export const MANY_TILE_ROWS = 128;
export const MANY_TILE_QUERIES = 128;
export const MANY_THREADS = 128;

const STAGES = 3;
/** 64 values of 128 rows and of 128 queries. */
const STAGE_BYTES = 64 * (MANY_TILE_ROWS + MANY_TILE_QUERIES);
const QUERIES_AT = 64 * MANY_TILE_ROWS;

/**
 * PTX of the kernel `dotMany`: int8 tensor cores (`mma.m16n8k32`, compute capability 8.0) for many queries.
 *
 * A block of four warps computes {@link MANY_TILE_ROWS} rows × {@link MANY_TILE_QUERIES} queries, 64 × 64 a warp, in
 * steps of 64 values. Steps are copied to shared memory by `cp.async`, two ahead of the one computed. A step beyond the
 * end of a part is filled with zeros; rows and queries beyond the last repeat it and are not stored. After each part the
 * int32s are stored and start from zero.
 *
 * In shared memory a row of a step is 64 bytes, four vectors of 16; vector c of row r stands at c ⊕ (r ≫ 1 & 3), so that
 * the eight rows of an `ldmatrix` lie in different banks. The fragments are those of the PTX manual, "Matrix fragments
 * for mma.m16n8k32": `ldmatrix` on 16-byte rows gives exactly them, for A and (queries being rows of B transposed) B.
 *
 * | parameter | is |
 * | --- | --- |
 * | rows, queries | int8 [count, width], [queryCount, width]; 16-byte aligned |
 * | parts | u32 [partCount, 4]: offset in bytes, 16-byte vectors, column, 0 |
 * | dots | int32 [queryCount, count, columns] |
 * | queryTiles | ⌈queryCount / 128⌉; the grid has ⌈count / 128⌉ · queryTiles blocks |
 */
export function buildDotManyPtx(): string {
  const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
  const each = <T>(list: readonly T[], line: (entry: T) => string): string => list.map(line).join('\n');
  const accumulators = range(4).flatMap((m) => range(8).flatMap((n) => range(4).map((e) => `%c${m}_${n}_${e}`)));
  const list = (name: string, length: number): string =>
    `{${range(length)
      .map((i) => `${name}${i}`)
      .join(', ')}}`;

  /** Copies the producer's step to shared memory and moves the producer on; past the last part it does nothing. */
  const produce = (label: string): string => `  setp.ge.u32 %done, %copy_part, %part_count;
  @%done bra ${label};
  add.u32 %t, %copy_vector, %chunk;
  setp.lt.u32 %more, %t, %copy_vectors;
  selp.u32 %filled, 16, 0, %more;
  shl.b32 %t, %copy_vector, 4;
  add.u32 %t, %t, %copy_offset;
  cvt.u64.u32 %wide, %t;
  add.u32 %u, %copy_to, %copy_stage;
${each(
  range(4),
  (j) => `  add.u64 %from, %row_from${j}, %wide;
  cp.async.cg.shared.global [%u+${j * 2048}], [%from], 16, %filled;
  add.u64 %from, %query_from${j}, %wide;
  cp.async.cg.shared.global [%u+${QUERIES_AT + j * 2048}], [%from], 16, %filled;`,
)}
${advanceCopy(label, 4, STAGE_BYTES, STAGES)}`;

  return `.version 7.0
.target sm_80
.address_size 64

.visible .entry dotMany(
${MANY_PARAMETERS}
)
.maxntid ${MANY_THREADS}, 1, 1
{
  .shared .align 128 .b8 stages[${STAGE_BYTES * STAGES}];
  .reg .pred %done, %more, %query_live, %both;
  .reg .pred ${range(8)
    .map((i) => `%row_live${i}`)
    .join(', ')};
  .reg .b32 %thread, %lane, %warp, %chunk, %t, %u, %filled, %row, %query, %last, %stages;
  .reg .b32 %width, %count, %columns, %part_count, %query_count, %query_tiles, %row_tile, %query_tile;
  .reg .b32 %copy_part, %copy_vector, %copy_vectors, %copy_offset, %copy_to, %copy_stage;
  .reg .b32 %part, %steps, %column, %stage, %row_frag0, %row_frag1, %query_frag0, %query_frag1;
  .reg .b32 ${range(4)
    .map((m) =>
      range(4)
        .map((i) => `%a${m}_${i}`)
        .join(', '),
    )
    .join(', ')};
  .reg .b32 ${range(4)
    .map((n) =>
      range(4)
        .map((i) => `%b${n}_${i}`)
        .join(', '),
    )
    .join(', ')};
${each(range(4), (m) => `  .reg .b32 ${accumulators.slice(m * 32, m * 32 + 32).join(', ')};`)}
  .reg .b64 %rows, %queries, %parts, %dots, %wide, %from, %query_stride, %row_stride, %dot_base, %dot_at;
  .reg .b64 ${range(4)
    .map((j) => `%row_from${j}, %query_from${j}`)
    .join(', ')};

${LOAD_MANY_PARAMETERS}
  mov.u32 %stages, stages;
  mov.u32 %thread, %tid.x;
  and.b32 %lane, %thread, 31;
  shr.u32 %warp, %thread, 5;

  // Neighbouring blocks share a tile of rows, so that all but the first find it in the L2 cache.
  mov.u32 %t, %ctaid.x;
  div.u32 %row_tile, %t, %query_tiles;
  mul.lo.u32 %u, %row_tile, %query_tiles;
  sub.u32 %query_tile, %t, %u;
  shl.b32 %row_tile, %row_tile, 7;
  shl.b32 %query_tile, %query_tile, 7;

  // A thread copies vector (thread & 3) of rows and queries (thread >> 2) + 32 j.
  and.b32 %chunk, %thread, 3;
  shr.u32 %t, %thread, 2;
  shl.b32 %u, %chunk, 4;
  cvt.u64.u32 %wide, %u;
${each(
  range(4),
  (j) => `  add.u32 %u, %t, ${j * 32};
  add.u32 %row, %u, %row_tile;
  sub.u32 %last, %count, 1;
  min.u32 %row, %row, %last;
  mul.wide.u32 %row_from${j}, %row, %width;
  add.u64 %row_from${j}, %row_from${j}, %rows;
  add.u64 %row_from${j}, %row_from${j}, %wide;
  add.u32 %query, %u, %query_tile;
  sub.u32 %last, %query_count, 1;
  min.u32 %query, %query, %last;
  mul.wide.u32 %query_from${j}, %query, %width;
  add.u64 %query_from${j}, %query_from${j}, %queries;
  add.u64 %query_from${j}, %query_from${j}, %wide;`,
)}
  shr.u32 %u, %thread, 3; // (row >> 1) & 3
  and.b32 %u, %u, 3;
  xor.b32 %u, %u, %chunk;
  shl.b32 %u, %u, 4;
  shl.b32 %t, %t, 6;
  add.u32 %copy_to, %t, %u;
  add.u32 %copy_to, %copy_to, %stages;

  // Where ldmatrix reads: rows 64 (warp & 1) and on, queries 64 (warp >> 1) and on; see the header for the order of vectors.
  shr.u32 %u, %lane, 1;
  and.b32 %u, %u, 3;
  and.b32 %t, %warp, 1;
  shl.b32 %t, %t, 6;
  and.b32 %row, %lane, 15;
  add.u32 %row, %row, %t;
  shl.b32 %row, %row, 6;
  shr.u32 %t, %lane, 4;
  xor.b32 %t, %t, %u;
  shl.b32 %t, %t, 4;
  add.u32 %row_frag0, %row, %t;
  add.u32 %row_frag0, %row_frag0, %stages;
  xor.b32 %t, %t, 32;
  add.u32 %row_frag1, %row, %t;
  add.u32 %row_frag1, %row_frag1, %stages;
  shr.u32 %t, %warp, 1;
  shl.b32 %t, %t, 6;
  and.b32 %query, %lane, 7;
  add.u32 %query, %query, %t;
  shr.u32 %t, %lane, 4;
  shl.b32 %t, %t, 3;
  add.u32 %query, %query, %t;
  shl.b32 %query, %query, 6;
  shr.u32 %t, %lane, 3;
  and.b32 %t, %t, 1;
  xor.b32 %t, %t, %u;
  shl.b32 %t, %t, 4;
  add.u32 %query_frag0, %query, %t;
  add.u32 %query_frag0, %query_frag0, %stages;
  xor.b32 %t, %t, 32;
  add.u32 %query_frag1, %query, %t;
  add.u32 %query_frag1, %query_frag1, %stages;

  // What this thread stores: rows row + 8 i, queries query + 8 n + {0, 1}.
  and.b32 %t, %warp, 1;
  shl.b32 %t, %t, 6;
  shr.u32 %u, %lane, 2;
  add.u32 %row, %t, %u;
  add.u32 %row, %row, %row_tile;
  shr.u32 %t, %warp, 1;
  shl.b32 %t, %t, 6;
  and.b32 %u, %lane, 3;
  shl.b32 %u, %u, 1;
  add.u32 %query, %t, %u;
  add.u32 %query, %query, %query_tile;
${each(
  range(8),
  (i) => `  add.u32 %t, %row, ${i * 8};
  setp.lt.u32 %row_live${i}, %t, %count;`,
)}
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

PART:
  setp.ge.u32 %done, %part, %part_count;
  @%done bra END;
  mul.wide.u32 %from, %part, 16;
  add.u64 %from, %from, %parts;
  ld.global.nc.v2.u32 {%t, %steps}, [%from];
  ld.global.nc.u32 %column, [%from+8];
  add.u32 %steps, %steps, 3;
  shr.u32 %steps, %steps, 2;
${each(accumulators, (c) => `  mov.u32 ${c}, 0;`)}

STEP:
  cp.async.wait_group 1;
  bar.sync 0; // the step is there for all, and all have left the stage that is filled next
${produce('PRODUCED')}
${each(
  [0, 1],
  (half) => `  add.u32 %t, %row_frag${half}, %stage;
${each(range(4), (m) => `  ldmatrix.sync.aligned.m8n8.x4.shared.b16 ${list(`%a${m}_`, 4)}, [%t+${m * 1024}];`)}
  add.u32 %t, %query_frag${half}, %stage;
${each(range(4), (n) => `  ldmatrix.sync.aligned.m8n8.x4.shared.b16 ${list(`%b${n}_`, 4)}, [%t+${QUERIES_AT + n * 1024}];`)}
${each(range(4), (m) =>
  each(range(8), (n) => {
    const c = list(`%c${m}_${n}_`, 4);
    const [b0, b1] = [`%b${n >> 1}_${(n & 1) * 2}`, `%b${n >> 1}_${(n & 1) * 2 + 1}`];
    return `  mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 ${c}, ${list(`%a${m}_`, 4)}, {${b0}, ${b1}}, ${c};`;
  }),
)}`,
)}
  add.u32 %stage, %stage, ${STAGE_BYTES};
  setp.eq.u32 %more, %stage, ${STAGE_BYTES * STAGES};
  selp.u32 %stage, 0, %stage, %more;
  sub.u32 %steps, %steps, 1;
  setp.ne.u32 %more, %steps, 0;
  @%more bra STEP;

  mul.wide.u32 %from, %column, 4;
  add.u64 %dot_base, %dot_base, %from;
${each(range(8), (n) =>
  each(
    [0, 1],
    (e) => `  add.u32 %t, %query, ${n * 8 + e};
  setp.lt.u32 %query_live, %t, %query_count;
  mad.lo.u64 %dot_at, %query_stride, ${n * 8 + e}, %dot_base;
${each(
  range(8),
  (i) => `  and.pred %both, %query_live, %row_live${i};
  @%both st.global.u32 [%dot_at], %c${i >> 1}_${n}_${(i & 1) * 2 + e};
  add.u64 %dot_at, %dot_at, %row_stride;`,
)}`,
  ),
)}
  sub.u64 %dot_base, %dot_base, %from;
  add.u32 %part, %part, 1;
  bra PART;

END:
  ret;
}
`;
}

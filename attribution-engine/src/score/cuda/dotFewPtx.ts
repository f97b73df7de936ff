/** Queries that one pass over the rows can serve. */
export const MAX_FEW_QUERIES = 8;

/** Threads of a block, and items (four rows of one part) that they work on at a time. */
export const FEW_THREADS = 256;
export const FEW_ITEMS = 32;
/** Rows of an item. */
export const FEW_TILE_ROWS = 4;
/** Bytes of queries that one launch may keep in shared memory: what every device has. */
export const FEW_SHARED_BYTES = 48 * 1024;

/**
 * PTX of the kernel `dotFew` for 1 … {@link MAX_FEW_QUERIES} queries: `dp4a` on rows that are read once from memory,
 * 16 bytes a thread. It is bound by memory, so what counts is that reads are coalesced and many are in flight.
 *
 * An *item* is four rows of one part; a *part* is a block, or a piece of one, in 16-byte vectors. Eight threads share an
 * item; they read 128 contiguous bytes of each of its rows at a time, sum by shuffles, and store. Blocks of threads
 * stride over all items. The queries' bytes `first … first + span` are kept in shared memory.
 *
 * | parameter | is |
 * | --- | --- |
 * | rows, queries | int8 [count, width], [Q, width]; 16-byte aligned |
 * | parts | u32 [partCount, 4]: offset in bytes from `first`, vectors, column, 1 to add to what is there |
 * | dots | int32 [Q, count, columns] |
 * | items | ⌈count / 4⌉ · partCount |
 *
 * @param target for devices before 7.5, which only older drivers know, or for all others
 */
export function buildDotFewPtx(queryCount: number, target: 'sm_61' | 'sm_75'): string {
  const queries = Array.from({ length: queryCount }, (_, q) => q);
  const tile = [0, 1, 2, 3];
  const words = ['x', 'y', 'z', 'w'];
  const sums = queries.flatMap((q) => tile.map((r) => ({ q, r, name: `%sum${q}_${r}`, writer: (q % 2) * 4 + r })));
  const each = <T>(list: readonly T[], line: (entry: T) => string): string => list.map(line).join('\n');
  const vector = (name: string): string => `{${words.map((word) => `${name}${word}`).join(', ')}}`;
  return `.version 6.4
.target ${target}
.address_size 64

.extern .shared .align 16 .b8 cache[];

.visible .entry dotFew(
  .param .u64 rows_param, .param .u64 queries_param, .param .u64 parts_param, .param .u64 dots_param,
  .param .u32 width_param, .param .u32 count_param, .param .u32 columns_param, .param .u32 part_count_param,
  .param .u32 items_param, .param .u32 first_param, .param .u32 span_param
)
.maxntid ${FEW_THREADS}, 1, 1
{
  .reg .pred %done, %live, %more, %add, %both;
  .reg .pred ${tile.map((r) => `%row_live${r}`).join(', ')};
  .reg .pred ${Array.from({ length: 8 }, (_, k) => `%writes${k}`).join(', ')};
  .reg .b32 %thread, %lane, %base, %step, %item, %items, %tile, %part, %row, %last, %at, %vectors, %offset, %column;
  .reg .b32 %flag, %width, %count, %columns, %part_count, %first, %span, %cache, %cached, %byte, %t, %u;
  .reg .b32 %query_x, %query_y, %query_z, %query_w;
  .reg .b32 ${tile.map((r) => words.map((word) => `%row${r}_${word}`).join(', ')).join(', ')};
  .reg .b32 ${sums.map(({ name }) => name).join(', ')};
  .reg .b64 %rows, %queries, %parts, %dots, %wide, %from, %query_stride, %row_stride;
  .reg .b64 ${tile.map((r) => `%row_at${r}, %dot_at${r}`).join(', ')};

  ld.param.u64 %rows, [rows_param];
  ld.param.u64 %queries, [queries_param];
  ld.param.u64 %parts, [parts_param];
  ld.param.u64 %dots, [dots_param];
  ld.param.u32 %width, [width_param];
  ld.param.u32 %count, [count_param];
  ld.param.u32 %columns, [columns_param];
  ld.param.u32 %part_count, [part_count_param];
  ld.param.u32 %items, [items_param];
  ld.param.u32 %first, [first_param];
  ld.param.u32 %span, [span_param];
  cvta.to.global.u64 %rows, %rows;
  cvta.to.global.u64 %queries, %queries;
  cvta.to.global.u64 %parts, %parts;
  cvta.to.global.u64 %dots, %dots;
  mov.u32 %cache, cache;
  mov.u32 %thread, %tid.x;

  // The queries into shared memory: [Q, span].
  cvt.u64.u32 %wide, %first;
  add.u64 %queries, %queries, %wide;
${each(
  queries,
  (q) => `  shl.b32 %byte, %thread, 4;
COPY${q}:
  setp.ge.u32 %done, %byte, %span;
  @%done bra COPIED${q};
  cvt.u64.u32 %wide, %byte;
  add.u64 %from, %queries, %wide;
  ld.global.nc.v4.u32 ${vector('%query_')}, [%from];
  mad.lo.u32 %t, %span, ${q}, %byte;
  add.u32 %t, %t, %cache;
  st.shared.v4.u32 [%t], ${vector('%query_')};
  add.u32 %byte, %byte, ${FEW_THREADS * 16};
  bra COPY${q};
COPIED${q}:
  cvt.u64.u32 %wide, %width;
  add.u64 %queries, %queries, %wide;`,
)}
  bar.sync 0;

  and.b32 %lane, %thread, 7;
  mov.u32 %t, %ctaid.x;
  shl.b32 %t, %t, 3;
  shr.u32 %u, %thread, 5;
  add.u32 %t, %t, %u;
  shl.b32 %base, %t, 2; // the warp's first item of four
  mov.u32 %step, %nctaid.x;
  mul.lo.u32 %step, %step, ${FEW_ITEMS};
  sub.u32 %last, %count, 1;
  cvt.u64.u32 %wide, %first;
  add.u64 %rows, %rows, %wide;
  mul.wide.u32 %query_stride, %count, %columns;
  shl.b64 %query_stride, %query_stride, 2;
  mul.wide.u32 %row_stride, %columns, 4;

NEXT:
  setp.ge.u32 %done, %base, %items;
  @%done bra END;
  shr.u32 %t, %thread, 3;
  and.b32 %t, %t, 3;
  add.u32 %item, %base, %t;
  add.u32 %base, %base, %step;
  setp.lt.u32 %live, %item, %items;
  sub.u32 %t, %items, 1;
  min.u32 %item, %item, %t; // a warp stays together: what is past the end repeats the last item unstored
  div.u32 %tile, %item, %part_count;
  mul.lo.u32 %t, %tile, %part_count;
  sub.u32 %part, %item, %t;
  mul.wide.u32 %from, %part, 16;
  add.u64 %from, %from, %parts;
  ld.global.nc.v4.u32 {%offset, %vectors, %column, %flag}, [%from];

  shl.b32 %row, %tile, 2;
  shl.b32 %t, %lane, 4;
  add.u32 %offset, %offset, %t;
  add.u32 %cached, %cache, %offset;
  cvt.u64.u32 %wide, %offset;
  add.u64 %from, %rows, %wide;
${each(
  tile,
  (r) => `  add.u32 %t, %row, ${r};
  setp.lt.and.u32 %row_live${r}, %t, %count, %live;
  min.u32 %t, %t, %last;
  mul.wide.u32 %row_at${r}, %t, %width;
  add.u64 %row_at${r}, %row_at${r}, %from;`,
)}
${each(sums, ({ name }) => `  mov.u32 ${name}, 0;`)}

  mov.u32 %at, %lane;
READ:
  setp.lt.u32 %more, %at, %vectors;
  @!%more bra REDUCE;
${each(tile, (r) => `  ld.global.nc.v4.u32 ${vector(`%row${r}_`)}, [%row_at${r}];`)}
${each(
  queries,
  (q) => `  ld.shared.v4.u32 ${vector('%query_')}, [%cached];
${each(tile, (r) => each(words, (word) => `  dp4a.s32.s32 %sum${q}_${r}, %row${r}_${word}, %query_${word}, %sum${q}_${r};`))}
${q + 1 < queryCount ? '  add.u32 %cached, %cached, %span;' : `  add.u32 %cached, %cached, 128;`}`,
)}
${queryCount > 1 ? `  mul.lo.u32 %t, %span, ${queryCount - 1};\n  sub.u32 %cached, %cached, %t;` : ''}
${each(tile, (r) => `  add.u64 %row_at${r}, %row_at${r}, 128;`)}
  add.u32 %at, %at, 8;
  bra READ;

REDUCE:
${each(
  sums,
  ({ name }) =>
    `${each(
      [4, 2, 1],
      (distance) => `  shfl.sync.bfly.b32 %t, ${name}, ${distance}, 31, 0xffffffff;
  add.s32 ${name}, ${name}, %t;`,
    )}`,
)}

  // All eight threads hold every sum; each stores its own few.
  setp.ne.u32 %add, %flag, 0;
  mul.wide.u32 %from, %row, %columns;
  cvt.u64.u32 %wide, %column;
  add.u64 %from, %from, %wide;
  shl.b64 %from, %from, 2;
  add.u64 %dot_at0, %dots, %from;
${each([1, 2, 3], (r) => `  add.u64 %dot_at${r}, %dot_at${r - 1}, %row_stride;`)}
${each(
  queryCount > 1 ? [0, 1, 2, 3, 4, 5, 6, 7] : tile,
  (k) => `  setp.eq.and.u32 %writes${k}, %lane, ${k}, %row_live${k % 4};`,
)}
${each(
  sums,
  ({ q, r, name, writer }) => `  and.pred %both, %writes${writer}, %add;
  mov.u32 %t, 0;
  @%both ld.global.u32 %t, [%dot_at${r}];
  add.s32 ${name}, ${name}, %t;
  @%writes${writer} st.global.u32 [%dot_at${r}], ${name};
${q + 1 < queryCount ? `  add.u64 %dot_at${r}, %dot_at${r}, %query_stride;` : ''}`,
)}
  bra NEXT;

END:
  ret;
}
`;
}

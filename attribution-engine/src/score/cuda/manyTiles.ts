/** What the kernels for many queries have in common: their parameters, and how they walk through the parts of a row. */

/** Declared by either kernel, in the order of its launch. */
export const MANY_PARAMETERS = `  .param .u64 rows_param, .param .u64 queries_param, .param .u64 parts_param, .param .u64 dots_param,
  .param .u32 width_param, .param .u32 count_param, .param .u32 columns_param, .param .u32 part_count_param,
  .param .u32 query_count_param, .param .u32 query_tiles_param`;

/** Loads the parameters into the registers of the same names. */
export const LOAD_MANY_PARAMETERS = `  ld.param.u64 %rows, [rows_param];
  ld.param.u64 %queries, [queries_param];
  ld.param.u64 %parts, [parts_param];
  ld.param.u64 %dots, [dots_param];
  ld.param.u32 %width, [width_param];
  ld.param.u32 %count, [count_param];
  ld.param.u32 %columns, [columns_param];
  ld.param.u32 %part_count, [part_count_param];
  ld.param.u32 %query_count, [query_count_param];
  ld.param.u32 %query_tiles, [query_tiles_param];
  cvta.to.global.u64 %rows, %rows;
  cvta.to.global.u64 %queries, %queries;
  cvta.to.global.u64 %parts, %parts;
  cvta.to.global.u64 %dots, %dots;`;

/**
 * After a copy was issued: goes on to the next stage of shared memory, and to the vectors that are copied next, in the next
 * part where this one ends; closes the group of copies.
 *
 * @param vectors 16-byte vectors of a row that one copy takes
 */
export function advanceCopy(label: string, vectors: number, stageBytes: number, stages: number): string {
  return `  add.u32 %copy_stage, %copy_stage, ${stageBytes};
  setp.eq.u32 %more, %copy_stage, ${stageBytes * stages};
  selp.u32 %copy_stage, 0, %copy_stage, %more;
  add.u32 %copy_vector, %copy_vector, ${vectors};
  setp.lt.u32 %more, %copy_vector, %copy_vectors;
  @%more bra ${label};
  mov.u32 %copy_vector, 0;
  add.u32 %copy_part, %copy_part, 1;
  setp.ge.u32 %done, %copy_part, %part_count;
  @%done bra ${label};
  mul.wide.u32 %from, %copy_part, 16;
  add.u64 %from, %from, %parts;
  ld.global.nc.v2.u32 {%copy_offset, %copy_vectors}, [%from];
${label}:
  cp.async.commit_group;`;
}

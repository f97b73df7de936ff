// Block dot products of int8 rows with QUERIES int8 queries, exact int32, for Node and browsers alike.
//
// An item is one block of four rows. Eight threads share it: each loads 16 bytes at a time, the eight of them 128
// contiguous bytes, so every read is coalesced; the queries come out of the cache and serve four rows a load. Partial
// sums meet in workgroup memory, without subgroup operations. Blocks are padded to 16 bytes with zeros.
requires packed_4x8_integer_dot_product;

const QUERIES = 4u; // a second pipeline is this text with 1u
const THREADS = 256u;
const LANES = 8u;
const ITEMS = 32u; // of one workgroup: THREADS / LANES
const TILE = 4u; // rows of an item

struct Shape {
  first: u32, // row of the buffer that is output row 0
  count: u32, // rows to score
  blocks: u32,
  vectors: u32, // of 16 bytes, in a row
}

@group(0) @binding(0) var<storage, read> rows: array<vec4<u32>>; // [rows, vectors]
@group(0) @binding(1) var<storage, read> queries: array<vec4<u32>>; // [QUERIES, vectors]
@group(0) @binding(2) var<storage, read> parts: array<vec2<u32>>; // first vector and number of them, of each block
@group(0) @binding(3) var<storage, read_write> dots: array<i32>; // [QUERIES, count, blocks]
@group(0) @binding(4) var<uniform> shape: Shape;

var<workgroup> partials: array<vec4<i32>, THREADS * QUERIES>;

fn dot16(a: vec4<u32>, b: vec4<u32>) -> i32 {
  return dot4I8Packed(a.x, b.x) + dot4I8Packed(a.y, b.y) + dot4I8Packed(a.z, b.z) + dot4I8Packed(a.w, b.w);
}

fn dot4Rows(a: vec4<u32>, b: vec4<u32>, c: vec4<u32>, d: vec4<u32>, query: vec4<u32>) -> vec4<i32> {
  return vec4<i32>(dot16(a, query), dot16(b, query), dot16(c, query), dot16(d, query));
}

@compute @workgroup_size(THREADS)
fn dotRows(
  @builtin(local_invocation_index) thread: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let tiles = (shape.count + TILE - 1u) / TILE;
  let items = tiles * shape.blocks;
  let first_item = (group.x + group.y * groups.x) * ITEMS;

  let item = first_item + thread / LANES;
  var sums0 = vec4<i32>();
  var sums1 = vec4<i32>();
  var sums2 = vec4<i32>();
  var sums3 = vec4<i32>();
  if (item < items) {
    let tile = item / shape.blocks;
    let part = parts[item - tile * shape.blocks];
    // Rows past the last repeat it; they are not stored.
    let last = shape.count - 1u;
    let row = tile * TILE;
    let a = (shape.first + min(row, last)) * shape.vectors;
    let b = (shape.first + min(row + 1u, last)) * shape.vectors;
    let c = (shape.first + min(row + 2u, last)) * shape.vectors;
    let d = (shape.first + min(row + 3u, last)) * shape.vectors;
    let end = part.x + part.y;
    for (var at = part.x + thread % LANES; at < end; at += LANES) {
      let row_a = rows[a + at];
      let row_b = rows[b + at];
      let row_c = rows[c + at];
      let row_d = rows[d + at];
      sums0 += dot4Rows(row_a, row_b, row_c, row_d, queries[at]);
      if (QUERIES > 1u) {
        sums1 += dot4Rows(row_a, row_b, row_c, row_d, queries[shape.vectors + at]);
        sums2 += dot4Rows(row_a, row_b, row_c, row_d, queries[2u * shape.vectors + at]);
        sums3 += dot4Rows(row_a, row_b, row_c, row_d, queries[3u * shape.vectors + at]);
      }
    }
  }
  partials[thread] = sums0;
  if (QUERIES > 1u) {
    partials[THREADS * (1u % QUERIES) + thread] = sums1;
    partials[THREADS * (2u % QUERIES) + thread] = sums2;
    partials[THREADS * (3u % QUERIES) + thread] = sums3;
  }
  workgroupBarrier();

  // One thread an item and query, neighbours beside each other; it starts at another lane than its neighbours' banks.
  let sum_item = thread % ITEMS;
  let query = thread / ITEMS;
  let out_item = first_item + sum_item;
  if (query < QUERIES && out_item < items) {
    var total = vec4<i32>();
    for (var lane = 0u; lane < LANES; lane++) {
      total += partials[query * THREADS + sum_item * LANES + (lane + sum_item) % LANES];
    }
    let tile = out_item / shape.blocks;
    let row = tile * TILE;
    let out = (query * shape.count + row) * shape.blocks + out_item - tile * shape.blocks;
    for (var i = 0u; i < TILE; i++) {
      if (row + i < shape.count) {
        dots[out + i * shape.blocks] = total[i];
      }
    }
  }
}

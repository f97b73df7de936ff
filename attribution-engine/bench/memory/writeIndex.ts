import { open } from 'node:fs/promises';
import type { IndexHeader } from '@tributary/attribution-engine';

const CHUNK_BYTES = 2 ** 25;
/** Chunks begin at different places of one random run, so that no two are alike. */
const SPARE_BYTES = 2 ** 20;
const STRIDE = 7919;
const CONTRIBUTIONS = 1000;

export const HEADER: IndexHeader = {
  method: 'gradient/1',
  blocks: ['start/a', 'start/b', 'final/a', 'final/b'].map((name) => ({ name, dimension: 256 })),
  baseDigest: `0x${'0'.repeat(64)}`,
  adapterDigest: `0x${'1'.repeat(64)}`,
};

/** Writes an index file of random rows, piece by piece: it may be larger than memory. Returns where its rows begin. */
export async function writeIndex(path: string, rowCount: number): Promise<number> {
  const width = HEADER.blocks.reduce((sum, { dimension }) => sum + dimension, 0);
  const sections = [
    { name: 'rows', dtype: 'I8', shape: [rowCount, width], byteCount: rowCount * width },
    {
      name: 'exponent',
      dtype: 'I8',
      shape: [rowCount, HEADER.blocks.length],
      byteCount: rowCount * HEADER.blocks.length,
    },
    { name: 'contribution', dtype: 'U32', shape: [rowCount], byteCount: rowCount * 4 },
    { name: 'line', dtype: 'U32', shape: [rowCount], byteCount: rowCount * 4 },
  ];
  let end = 0;
  const tensors = sections.map(({ name, dtype, shape, byteCount }) => {
    const from = end;
    end += byteCount;
    return [name, { dtype, shape, data_offsets: [from, end] }];
  });
  const metadata = {
    format: 'tributary-index/1',
    method: HEADER.method,
    blocks: JSON.stringify(HEADER.blocks.map(({ name, dimension }) => [name, dimension])),
    base: HEADER.baseDigest,
    adapter: HEADER.adapterDigest,
  };
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(tensors) });
  const header = Buffer.from(json.padEnd(Math.ceil(json.length / 64) * 64));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));

  const random = Int8Array.from({ length: CHUNK_BYTES + SPARE_BYTES }, (_, i) => drawInt8(i));
  const file = await open(path, 'w');
  try {
    await file.writev([length, header]);
    for (let at = 0, chunk = 0; at < rowCount * width; at += CHUNK_BYTES, chunk++) {
      const from = (chunk * STRIDE) % SPARE_BYTES;
      await file.write(random.subarray(from, from + Math.min(CHUNK_BYTES, rowCount * width - at)));
    }
    await writeEach(
      file,
      rowCount * HEADER.blocks.length,
      (n) => new Int8Array(n),
      (i) => (drawInt8(i) & 3) - 8,
    );
    await writeEach(
      file,
      rowCount,
      (n) => new Uint32Array(n),
      (row) => 1 + (row % CONTRIBUTIONS),
    );
    await writeEach(
      file,
      rowCount,
      (n) => new Uint32Array(n),
      (row) => Math.floor(row / CONTRIBUTIONS),
    );
  } finally {
    await file.close();
  }
  return 8 + header.length;
}

async function writeEach(
  file: Awaited<ReturnType<typeof open>>,
  count: number,
  create: (length: number) => Int8Array | Uint32Array,
  valueAt: (i: number) => number,
): Promise<void> {
  const chunk = 2 ** 20;
  for (let from = 0; from < count; from += chunk) {
    const values = create(Math.min(chunk, count - from));
    for (let i = 0; i < values.length; i++) values[i] = valueAt(from + i);
    await file.write(values);
  }
}

/** Within ±127. */
function drawInt8(i: number): number {
  const x = Math.imul(i ^ (i >>> 13), 0x9e3779b1);
  return (((x ^ (x >>> 15)) >>> 0) % 255) - 127;
}

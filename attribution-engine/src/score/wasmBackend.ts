import { FatalError } from '@tributary/protocol';
import { DOT_INT8_WASM } from './dotInt8.generated.js';
import type { LoadedRows, RowMatrix, ScoringBackend } from './scoringBackend.js';

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

/** The rows do not fit into one WebAssembly memory. */
export class IndexTooLargeError extends FatalError {
  constructor(facts: { byteCount: number }) {
    super(
      `An index of ${facts.byteCount} bytes exceeds the 4 GiB of one WebAssembly memory. Commit it in smaller shards.`,
      facts,
    );
  }
}

interface Kernel {
  dotRows(rows: number, query: number, dimensions: number, blocks: number, count: number, out: number): void;
}

/** WebAssembly SIMD on one thread: the default where there is no GPU. Runs in Node and in a browser. */
export function createWasmBackend(): ScoringBackend {
  const module = new WebAssembly.Module(Uint8Array.from(atob(DOT_INT8_WASM), (c) => c.charCodeAt(0)));
  return {
    name: 'wasm',
    device: 'WebAssembly SIMD, 1 thread',
    load: async (rows) => loadRows(module, rows),
  };
}

/** Layout of the memory: rows, query, dimensions, output; the last two 4-byte aligned. */
function loadRows(module: WebAssembly.Module, { values, count, dimensions }: RowMatrix): LoadedRows {
  const width = dimensions.reduce((a, b) => a + b, 0);
  const blocks = dimensions.length;
  const queryAt = count * width;
  const dimensionsAt = Math.ceil((queryAt + width) / 4) * 4;
  const outAt = dimensionsAt + blocks * 4;
  const byteCount = outAt + count * blocks * 4;
  const pages = Math.max(1, Math.ceil(byteCount / PAGE_BYTES));
  if (pages > MAX_PAGES) throw new IndexTooLargeError({ byteCount });

  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
  new Int8Array(memory.buffer, 0, queryAt).set(values);
  new Int32Array(memory.buffer, dimensionsAt, blocks).set(dimensions);
  return {
    dot: async (queries) =>
      queries.map((query) => {
        new Int8Array(memory.buffer, queryAt, width).set(query.values);
        kernel.dotRows(0, queryAt, dimensionsAt, blocks, count, outAt);
        return new Int32Array(memory.buffer, outAt, count * blocks).slice();
      }),
    dispose: () => undefined,
  };
}

import { checkedBackend } from './checkedBackend.js';
import type { ScoringBackend } from './scoringBackend.js';

/** The slow, obvious backend: what every other one has to equal. */
export function createReferenceBackend(): ScoringBackend {
  return checkedBackend({
    name: 'reference',
    device: 'JavaScript',
    maxRowBytes: 2 ** 32,
    allocate(dimensions, capacity, width) {
      const rows = new Int8Array(capacity * width);
      return {
        write: (at, values) => rows.set(values, at * width),
        dot: (queries, count) => queries.map(({ values }) => dotRows(rows, values, dimensions, count)),
        dispose: () => undefined,
      };
    },
    dispose: () => undefined,
  });
}

function dotRows(rows: Int8Array, query: Int8Array, dimensions: readonly number[], count: number): Int32Array {
  const out = new Int32Array(count * dimensions.length);
  let position = 0;
  for (let row = 0, at = 0; row < count; row++) {
    let q = 0;
    for (const dimension of dimensions) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += rows[at++]! * query[q++]!;
      out[position++] = sum;
    }
  }
  return out;
}

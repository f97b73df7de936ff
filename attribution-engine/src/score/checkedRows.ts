import {
  BlockDimensionError,
  DisposedError,
  QueryValueError,
  QueryWidthError,
  RowCapacityError,
  RowCountError,
  RowRangeError,
} from './errors.js';
import { MAX_BLOCK_DIMENSION, type DeviceRows, type QueryValues } from './scoringBackend.js';

/** Rows as a backend implements them: arguments were checked, and calls come one after the other. */
export interface UncheckedRows {
  write(at: number, values: Int8Array): Promise<void> | void;
  dot(queries: readonly QueryValues[], count: number): Promise<Int32Array[]> | Int32Array[];
  dispose(): void;
}

/**
 * Checks what an allocation asks for.
 *
 * @returns Σ dimensions, the bytes of one row
 * @throws {BlockDimensionError} {@link RowCapacityError}
 */
export function checkShape(dimensions: readonly number[], capacity: number, maxRowBytes: number): number {
  dimensions.forEach((dimension, block) => {
    if (!Number.isInteger(dimension) || dimension < 1 || dimension > MAX_BLOCK_DIMENSION) {
      throw new BlockDimensionError({ block, dimension });
    }
  });
  const rowBytes = dimensions.reduce((a, b) => a + b, 0);
  if (!Number.isSafeInteger(capacity) || capacity < 0 || capacity * rowBytes > maxRowBytes) {
    throw new RowCapacityError({ capacity, rowBytes, maxRowBytes });
  }
  return rowBytes;
}

/** Rows that can be waited for. */
export interface CheckedRows extends DeviceRows {
  /** Fulfilled when everything that was asked is done, `dispose` included. */
  idle(): Promise<void>;
}

/**
 * The rows of a backend behind the checks that all backends share. Calls are put in a line, so that a device needs no
 * lock of its own; a call that fails does not hold up the next one, and what was asked before `dispose` is finished.
 *
 * @param rowBytes as {@link checkShape} returned it
 */
export function checkedRows(capacity: number, rowBytes: number, rows: UncheckedRows): CheckedRows {
  let disposed = false;
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(call: () => Promise<T> | T): Promise<T> => {
    const result = last.then(call);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    capacity,
    async write(at, values) {
      if (disposed) throw new DisposedError({ what: 'rows' });
      const count = rowBytes === 0 ? 0 : values.length / rowBytes;
      const fits = Number.isInteger(count) && Number.isInteger(at) && at >= 0 && at + count <= capacity;
      if (!fits || count * rowBytes !== values.length) {
        throw new RowRangeError({ at, valueCount: values.length, rowBytes, capacity });
      }
      if (count > 0) await enqueue(() => rows.write(at, values));
    },
    async dot(queries, count = capacity) {
      if (disposed) throw new DisposedError({ what: 'rows' });
      if (!Number.isInteger(count) || count < 0 || count > capacity) throw new RowCountError({ count, capacity });
      queries.forEach(({ values }, query) => {
        if (values.length !== rowBytes) {
          throw new QueryWidthError({ query, width: values.length, expected: rowBytes });
        }
        if (values.includes(-128)) throw new QueryValueError({ query });
      });
      if (queries.length === 0) return [];
      if (count === 0 || rowBytes === 0) return queries.map(() => new Int32Array(0));
      return enqueue(() => rows.dot(queries, count));
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      last = last.then(() => rows.dispose());
    },
    idle: async () => {
      await last;
    },
  };
}

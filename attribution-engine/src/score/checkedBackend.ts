import { checkedRows, checkShape, type CheckedRows, type UncheckedRows } from './checkedRows.js';
import { DisposedError } from './errors.js';
import type { ScoringBackend } from './scoringBackend.js';

/** A backend as a device implements it. */
export interface UncheckedBackend extends Pick<ScoringBackend, 'name' | 'device' | 'maxRowBytes'> {
  /** @param rowBytes Σ dimensions; capacity · rowBytes is at most `maxRowBytes` */
  allocate(dimensions: readonly number[], capacity: number, rowBytes: number): Promise<UncheckedRows> | UncheckedRows;
  /** Called once, when no rows are left. */
  dispose(): Promise<void> | void;
}

/** A backend behind the checks that all share; its end is the end of its rows, after what they were asked. */
export function checkedBackend(backend: UncheckedBackend): ScoringBackend {
  const { name, device, maxRowBytes } = backend;
  const live = new Set<CheckedRows>();
  let disposal: Promise<void> | undefined;
  return {
    name,
    device,
    maxRowBytes,
    async allocate(dimensions, capacity) {
      if (disposal) throw new DisposedError({ what: 'backend' });
      const rowBytes = checkShape(dimensions, capacity, maxRowBytes);
      const unchecked = await backend.allocate([...dimensions], capacity, rowBytes);
      const rows = checkedRows(capacity, rowBytes, {
        write: (at, values) => unchecked.write(at, values),
        dot: (queries, count) => unchecked.dot(queries, count),
        dispose: () => {
          live.delete(rows);
          unchecked.dispose();
        },
      });
      live.add(rows);
      return rows;
    },
    dispose() {
      disposal ??= (async () => {
        for (const rows of live) rows.dispose();
        await Promise.all([...live].map((rows) => rows.idle()));
        await backend.dispose();
      })();
      return disposal;
    },
  };
}

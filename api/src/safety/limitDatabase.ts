import type { ReadDatabase } from '@tributary/db';
import { ResponseTooLargeError } from './errors.js';
import { measureJson } from './measureJson.js';

/** A {@link ReadDatabase} for one operation. */
export interface LimitedDatabase extends ReadDatabase {
  /** Counts what was loaded for the operation in another way. Throws {@link ResponseTooLargeError}. */
  charge(loaded: unknown): void;
}

/** A database for one operation: cancels what it asks when the operation ends, and reads only so many bytes in all. */
export function limitDatabase(
  db: ReadDatabase,
  limits: { signal: AbortSignal; maximumBytes: number },
): LimitedDatabase {
  let bytesLeft = limits.maximumBytes;
  const charge = (loaded: unknown): void => {
    bytesLeft -= measureJson(loaded, bytesLeft + 1);
    if (bytesLeft < 0) throw new ResponseTooLargeError({ maximumBytes: limits.maximumBytes });
  };
  return {
    charge,
    async load<Row extends object>(question: Parameters<ReadDatabase['load']>[0]): Promise<Row[]> {
      const rows = await db.load<Row>(question, { signal: limits.signal });
      charge(rows);
      return rows;
    },
    close: () => db.close(),
  };
}

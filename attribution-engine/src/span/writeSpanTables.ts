import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { encodePieces } from './encodeSpanTables.js';
import type { SpanTables } from './spanIndex.js';

/** Writes an index file in pieces. It appears under its name when it is whole. */
export function writeSpanTables(tables: SpanTables, path: string): void {
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, 'w');
  try {
    for (const piece of encodePieces(tables)) {
      for (let done = 0; done < piece.length;) done += writeSync(file, piece, done);
    }
    fsyncSync(file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}

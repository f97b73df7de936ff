import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Cheat } from './cheats.js';

/**
 * What was made wrong on purpose, one JSON line each. Only the operator that did it writes here, and only the closing
 * comparison of a smoke run reads it: indexer, engine and database never see it.
 */
export class PlantedRecord {
  constructor(readonly file: string) {}

  add(inferenceId: bigint, kind: Cheat): void {
    appendFileSync(this.file, `${JSON.stringify({ inferenceId: inferenceId.toString(), kind })}\n`);
  }

  count(): number {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n').filter(Boolean).length : 0;
  }
}

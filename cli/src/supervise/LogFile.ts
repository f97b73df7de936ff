import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** When a log has grown to this, it becomes `<name>.1` and a new one begins; one old one is kept. */
const ROTATE_AT_BYTES = 16 * 1024 * 1024;

/** What a service said, on disk. A full disk loses lines of a log, never the service. */
export class LogFile {
  #sizeBytes: number;

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(line: string): void {
    const text = `${line}\n`;
    try {
      if (this.#sizeBytes > ROTATE_AT_BYTES) {
        renameSync(this.path, `${this.path}.1`);
        this.#sizeBytes = 0;
      }
      appendFileSync(this.path, text);
      this.#sizeBytes += Buffer.byteLength(text);
    } catch {
      // Said once by the service itself, on the terminal.
    }
  }
}

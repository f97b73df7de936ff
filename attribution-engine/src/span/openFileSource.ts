import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from './byteSource.js';

/** One `read` of the system takes no more than 2 GiB. */
const MAX_READ_BYTES = 2 ** 30;

/** A file, open until `close`. Bytes that vanish while it is open read as 0. */
export function openFileSource(path: string): ByteSource {
  const file = openSync(path, 'r');
  return {
    byteLength: fstatSync(file).size,
    read(offset, into) {
      for (let done = 0; done < into.length;) {
        const wanted = Math.min(MAX_READ_BYTES, into.length - done);
        const count = readSync(file, into, done, wanted, offset + done);
        if (count === 0) {
          into.fill(0, done);
          return;
        }
        done += count;
      }
    },
    close: () => closeSync(file),
  };
}

import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { MalformedModelError } from '../errors.js';
import type { ByteSource } from '../safetensors/ByteSource.js';

/** readSync takes at most 2 GiB at once. */
const MAX_READ_BYTES = 2 ** 30;

/**
 * A file on disk, opened anew for every read, of any size. One that is not the same file as at first, by size and time
 * of change, is refused: what was checked must be what is used.
 *
 * @throws MalformedModelError when it is no regular file; `readInto` when it changed or ends early
 */
export function createFileSource(path: string): ByteSource {
  const file = basename(path);
  const attempt = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new MalformedModelError({ file, cause: `it cannot be read (${code})` }, { cause: error });
    }
  };
  const withFile = (use: (descriptor: number, stats: Stats) => void): void => {
    const descriptor = attempt(() => openSync(path, 'r'));
    try {
      use(descriptor, fstatSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
  };
  // Asked before the file is opened: opening a queue nobody writes to waits for ever.
  const first = attempt(() => statSync(path));
  if (!first.isFile()) throw new MalformedModelError({ file, cause: 'it is not a regular file' });
  return {
    byteLength: first.size,
    readInto: (target, start) =>
      withFile((descriptor, { size, mtimeMs }) => {
        if (size !== first.size || mtimeMs !== first.mtimeMs)
          throw new MalformedModelError({ file, cause: 'it changed while it was in use' });
        for (let done = 0; done < target.length;) {
          const wanted = Math.min(MAX_READ_BYTES, target.length - done);
          const count = attempt(() => readSync(descriptor, target, done, wanted, start + done));
          if (count === 0) throw new MalformedModelError({ file, cause: 'it ended early' });
          done += count;
        }
      }),
  };
}

import { createReadStream } from 'node:fs';

/** Longer lines are no training rows: a model reads some thousand tokens at most. */
export const MAX_LINE_BYTES = 1 << 20;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The lines of a file, without their ends, read in parts; what follows the last end is a line unless it is empty.
 *
 * @param failAt gives the error for a line that is too long, counted from 1
 * @param onBytes is given all bytes of the file as they are read
 */
export async function* linesOf(
  path: string,
  failAt: (line: number, reason: string) => Error,
  onBytes?: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  const take = (end: Buffer): Uint8Array => {
    if (restBytes + end.length > MAX_LINE_BYTES) throw failAt(line, `it is longer than ${MAX_LINE_BYTES} bytes`);
    const bytes = Buffer.concat([...rest, end]);
    rest = [];
    restBytes = 0;
    line++;
    return bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    onBytes?.(chunk);
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      yield take(chunk.subarray(from, to));
      from = to + 1;
    }
    rest.push(chunk.subarray(from));
    restBytes += chunk.length - from;
    if (restBytes > MAX_LINE_BYTES) take(Buffer.alloc(0));
  }
  if (restBytes > 0) yield take(Buffer.alloc(0));
}

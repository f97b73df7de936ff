import type { Readable } from 'node:stream';

/** A line longer than this is cut there: a service that prints a blob must not fill memory. */
const MAX_LINE_CHARACTERS = 64 * 1024;

/** Calls `onLine` for every line of a stream, the last one without a line end too. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.replace(/\r$/, ''));
    if (rest.length > MAX_LINE_CHARACTERS) {
      onLine(rest);
      rest = '';
    }
  });
  stream.on('end', () => {
    if (rest) onLine(rest);
  });
  stream.on('error', () => {
    // The process is gone; its exit says so.
  });
}

/** A log line longer than this is cut on the terminal; the log file has all of it. */
const MAX_CHARACTERS = 500;

/**
 * A line that is safe to print: no escape sequences, control or direction characters, which text from the chain may
 * carry to redraw somebody's terminal.
 */
export function sanitizeLine(text: string): string {
  const plain = text
    // An escape sequence as a whole, so that a service's own colours leave no `[32m` behind.
    .replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)?/g, '')
    .replaceAll('\t', '  ')
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
  return plain.length > MAX_CHARACTERS ? `${plain.slice(0, MAX_CHARACTERS)} …` : plain;
}

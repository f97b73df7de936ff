const MAX_LENGTH = 80;

/**
 * A stranger's value for one line of an error: as JSON, cut after 80 characters, control characters escaped. Lists and
 * objects are only named: nested deeply enough, they overflow the stack of whatever prints them.
 */
export function quote(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) {
    const isFlat = value.length <= 8 && value.every((item) => typeof item !== 'object');
    return isFlat ? cut(JSON.stringify(value)) : `a list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) return 'an object';
  return cut(typeof value === 'string' ? JSON.stringify(value.slice(0, MAX_LENGTH + 1)) : String(value));
}

function cut(text: string): string {
  // C1 controls and direction marks survive JSON and can rewrite a terminal's line.
  const printable = text.replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
  return printable.length <= MAX_LENGTH ? printable : `${printable.slice(0, MAX_LENGTH)}…`;
}

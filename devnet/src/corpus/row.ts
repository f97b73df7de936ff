/** One training row as a contribution's JSON Lines hold it, with where it was taken from. */
export interface CorpusRow {
  id: string;
  prompt: string;
  completion: string;
  source: {
    package: string;
    version: string;
    file: string;
    author: string;
    license: string;
  };
}

/** Text of one contribution: canonical enough to be hashed, one row a line. */
export function encodeRows(rows: readonly CorpusRow[]): Uint8Array {
  return new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** One training example of a contribution. `row` counts from 0 in the contribution's own bytes. */
export interface Row {
  row: number;
  prompt: string;
  completion: string;
  source: string;
}

/** The wanted rows of a JSON Lines blob, in the order asked for; a line that is no row is left out. */
export function parseRows(text: string, wanted: readonly number[]): Row[] {
  const lines = text.split('\n');
  return wanted.flatMap((row) => {
    const parsed = parseRow(lines[row], row);
    return parsed ? [parsed] : [];
  });
}

function parseRow(line: string | undefined, row: number): Row | null {
  if (!line?.trim()) return null;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    const { prompt, completion, source } = value as Record<string, unknown>;
    return { row, prompt: asText(prompt), completion: asText(completion), source: asText(source) };
  } catch {
    return null;
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

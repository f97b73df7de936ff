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
    return { row, prompt: asText(prompt), completion: asText(completion), source: describeSource(source) };
  } catch {
    return null;
  }
}

/** Where a row was taken from: free text, or the facts that `docs/protocol.md` names, in the order people ask for them. */
function describeSource(source: unknown): string {
  if (typeof source !== 'object' || source === null) return asText(source);
  const facts = source as Record<string, unknown>;
  const names = ['author', 'package', 'version', 'file', 'license'];
  return names
    .map((name) => asText(facts[name]))
    .filter(Boolean)
    .join(' · ');
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

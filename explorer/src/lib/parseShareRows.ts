/** A line of a contribution that earned, as `ContributionShare.rows` lists them, best first; lines count from 0. */
export interface ShareRow {
  line: number;
  weight: string;
}

/** The API types the column as JSON; anything that is not the documented shape is left out. */
export function parseShareRows(value: unknown): ShareRow[] {
  if (!Array.isArray(value)) return [];
  const seen = new Set<number>();
  return value.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    const { line, weight } = each as Record<string, unknown>;
    if (typeof line !== 'number' || !Number.isSafeInteger(line) || line < 0 || seen.has(line)) return [];
    seen.add(line);
    return [{ line, weight: String(weight) }];
  });
}

/** A row that earned, as `ContributionShare.rows` lists them, best first. `row` counts in the model's index. */
export interface ShareRow {
  row: number;
  weight: string;
}

/** The API types the column as JSON; anything that is not the documented shape is left out. */
export function parseShareRows(value: unknown): ShareRow[] {
  if (!Array.isArray(value)) return [];
  const seen = new Set<number>();
  return value.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    const { row, weight } = each as Record<string, unknown>;
    if (typeof row !== 'number' || !Number.isSafeInteger(row) || row < 0 || seen.has(row)) return [];
    seen.add(row);
    return [{ row, weight: String(weight) }];
  });
}

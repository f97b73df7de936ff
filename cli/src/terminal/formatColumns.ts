/** Rows under a header, columns aligned: those named in `toTheRight` to the right, the others to the left. */
export function formatColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  toTheRight: readonly string[] = [],
): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const align = (cell: string, column: number): string =>
    toTheRight.includes(header[column]!) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return all.map((row) => row.map(align).join('  ').trimEnd()).join('\n');
}

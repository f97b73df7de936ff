import { type BenchLine } from './BenchCase.js';

const HEADER = ['case', 'unit', 'ours', 'peer', 'ratio', 'peer is'];

/** The lines of a benchmark as a table for people; numbers to the right. */
export function formatTable(lines: readonly BenchLine[]): string {
  const rows = [
    HEADER,
    ...lines.map((line) => [
      line.case,
      line.unit,
      formatNumber(line.ours),
      formatNumber(line.peer),
      formatNumber(line.ratio),
      line.peerName ?? '–',
    ]),
  ];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => alignCell(cell, column, widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function alignCell(cell: string, column: number, width: number): string {
  return column >= 2 && column <= 4 ? cell.padStart(width) : cell.padEnd(width);
}

/** Four significant digits: more is noise. */
function formatNumber(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

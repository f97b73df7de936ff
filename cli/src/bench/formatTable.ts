import { formatColumns } from '../terminal/formatColumns.js';
import { type BenchLine } from './BenchCase.js';

const HEADER = ['case', 'unit', 'ours', 'peer', 'ratio', 'peer is'];

/** The lines of a benchmark as a table for people; numbers to the right. */
export function formatTable(lines: readonly BenchLine[]): string {
  const rows = lines.map((line) => [
    line.case,
    line.unit,
    formatNumber(line.ours),
    formatNumber(line.peer),
    formatNumber(line.ratio),
    line.peerName ?? '–',
  ]);
  return formatColumns(HEADER, rows, ['ours', 'peer', 'ratio']);
}

/** Four significant digits: more is noise. */
function formatNumber(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

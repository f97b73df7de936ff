import { type ReportedInference, type VerificationReport } from '@tributary/attribution-engine';
import { type Verdict } from '@tributary/protocol';
import { ACCUSING_VERDICTS } from '../api/ACCUSING_VERDICTS.js';
import { formatColumns } from '../terminal/formatColumns.js';
import { sanitizeLine } from '../terminal/sanitizeLine.js';

const WEI_COLUMNS = ['expected wei', 'paid wei'];

export function isWrong({ verdict }: { verdict: Verdict }): boolean {
  return (ACCUSING_VERDICTS as readonly Verdict[]).includes(verdict);
}

/** The wrong inferences, line by line where the money differs; those that could not be told; and a summary. */
export function describeReport(report: VerificationReport, elapsedMs: number): string {
  const wrong = report.inferences.filter(isWrong);
  const unknown = report.inferences.filter(({ verdict }) => verdict === 'UNAVAILABLE');
  const rows = wrong.flatMap(rowsOf);
  const header = ['inference', 'block', 'verdict', 'role', 'contribution', 'recipient', ...WEI_COLUMNS];
  return [
    ...(rows.length > 0
      ? [formatColumns(header, rows, ['inference', 'block', 'contribution', ...WEI_COLUMNS]), '']
      : []),
    ...wrong.map(({ inferenceId, reason }) => `Inference ${inferenceId}: ${sanitizeLine(reason)}`),
    ...unknown.map(({ inferenceId, reason }) => `Inference ${inferenceId} could not be told: ${sanitizeLine(reason)}`),
    ...(wrong.length + unknown.length > 0 ? [''] : []),
    summarize(report, elapsedMs),
  ].join('\n');
}

/** Where what was due differs from what was paid; the total where nothing could be computed or the money is right. */
function rowsOf({ inferenceId, blockNumber, verdict, lines, expectedWei, paidWei }: ReportedInference): string[][] {
  const place = [inferenceId, String(blockNumber), verdict];
  const differing = lines.filter((line) => line.expectedWei !== null && line.expectedWei !== line.paidWei);
  if (differing.length === 0) return [[...place, '(all)', '', '', expectedWei ?? 'unknown', paidWei]];
  return differing.map(({ role, contributionId, recipient, expectedWei: due, paidWei: paid }) => [
    ...place,
    role,
    contributionId === '0' ? '' : contributionId,
    recipient,
    due ?? 'unknown',
    paid,
  ]);
}

function summarize(report: VerificationReport, elapsedMs: number): string {
  const { range, asOf, counts, inferences, engine, chainId, receiptsVerified } = report;
  const found = Object.entries(counts).map(([verdict, count]) => `${count} ${verdict}`);
  const proof = receiptsVerified ? 'logs proven by receipts' : 'logs as the RPC claims them';
  return [
    `Blocks ${range.from.number} to ${range.to.number} of chain ${chainId}, as of block ${asOf.number}: `,
    `${inferences.length} ${inferences.length === 1 ? 'inference' : 'inferences'}${found.length > 0 ? `: ${found.join(', ')}` : ''}. `,
    `${(elapsedMs / 1000).toFixed(1)} s on ${engine.backend} (${engine.device}); ${proof}.`,
    ...(counts.PENDING
      ? [
          `\n${counts.PENDING} may still be paid within ${report.graceSeconds} s of settlement; \`--as-of\` a later block tells.`,
        ]
      : []),
  ].join('');
}

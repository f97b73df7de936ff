import {
  compareReports,
  digestOfReport,
  type ReportFile,
  type VerificationReport,
} from '@tributary/attribution-engine';
import { sanitizeLine } from '../terminal/sanitizeLine.js';
import { recoverSigner } from './reportSignature.js';

/** One thing that was checked about a report. `holds` is undefined for what could not be, or need not be. */
export interface ReportCheck {
  what: string;
  holds: boolean | undefined;
  /** One sentence for people. */
  because: string;
}

const SHOWN_DIFFERENCES = 20;

/** Whether the file is whole, and who stands for it: needs nothing but the file. */
export async function checkReportItself(file: ReportFile): Promise<ReportCheck[]> {
  const { report, reportDigest, signature } = file;
  const actual = digestOfReport(report);
  const digest: ReportCheck = {
    what: 'digest',
    holds: actual === reportDigest,
    because: actual === reportDigest ? actual : `the report hashes to ${actual}, the file says ${reportDigest}`,
  };
  if (!signature) return [digest, { what: 'signature', holds: undefined, because: 'nobody signed' }];
  const signer = await recoverSigner(file);
  const holds = signer === signature.signer;
  const because = holds ? `by ${signer}` : `it is by ${signer ?? 'nobody'}, the file says ${signature.signer}`;
  return [digest, { what: 'signature', holds, because }];
}

/** Whether a report says what was found by making it again. */
export function checkVerdicts(claimed: VerificationReport, own: VerificationReport): ReportCheck {
  const differences = compareReports(claimed, own);
  const shown = differences.slice(0, SHOWN_DIFFERENCES).map(sanitizeLine);
  const hiddenCount = differences.length - shown.length;
  const count = own.inferences.length;
  return {
    what: 'verdicts',
    holds: differences.length === 0,
    because:
      differences.length === 0
        ? `all ${count} came out the same, to the wei`
        : [...shown, ...(hiddenCount > 0 ? [`and ${hiddenCount} more`] : [])].join('\n  '),
  };
}

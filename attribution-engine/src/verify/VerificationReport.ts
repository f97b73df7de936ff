import { canonicalJson, digestOf, VERDICTS, type Digest, type Verdict } from '@tributary/protocol';
import type { VerifiedInference } from './verifyInferences.js';

/** A block by number and hash. */
export interface ReportedBlock {
  number: number;
  hash: string;
}

/** Where the money of one inference should have gone, and went; wei as decimal text. */
export interface ReportedLine {
  recipient: string;
  role: string;
  contributionId: string;
  /** Null when it could not be computed. */
  expectedWei: string | null;
  paidWei: string;
}

export interface ReportedInference {
  inferenceId: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  verdict: Verdict;
  reason: string;
  method: string | null;
  backend: string | null;
  feeWei: string;
  expectedWei: string | null;
  paidWei: string;
  lines: ReportedLine[];
  evidenceDigest: Digest | null;
}

/** What somebody found who recomputed a range of a chain; docs/verify.md describes every field. JSON-safe. */
export interface VerificationReport {
  kind: 'tributary-verification';
  version: 1;
  chainId: number;
  /** Contract name → address, lower case. */
  contracts: Record<string, string>;
  startBlock: number;
  /** Inferences settled in these blocks, both included, were looked at. */
  range: { from: ReportedBlock; to: ReportedBlock };
  /** Events up to this block were read. */
  asOf: ReportedBlock & { timestamp: string };
  /** Null: every inference of the range. */
  inferenceId: string | null;
  graceSeconds: number;
  receiptsVerified: boolean;
  checkpoint: ReportedBlock | null;
  engine: { version: string; backend: string; device: string };
  /** How often each verdict was given; those that were not are missing. */
  counts: Partial<Record<Verdict, number>>;
  /** In the order of their settlements. */
  inferences: ReportedInference[];
}

/** Everything of a report but what follows from its inferences. */
export type ReportFacts = Omit<VerificationReport, 'kind' | 'version' | 'counts' | 'inferences'>;

export function buildReport(facts: ReportFacts, verified: readonly VerifiedInference[]): VerificationReport {
  const inferences = verified.map(toReported);
  return { kind: 'tributary-verification', version: 1, ...facts, counts: countVerdicts(inferences), inferences };
}

/** sha2-256 of the report's canonical JSON (RFC 8785). */
export function digestOfReport(report: VerificationReport): Digest {
  return digestOf(canonicalJson(report));
}

export function countVerdicts(inferences: readonly { verdict: Verdict }[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const verdict of VERDICTS) {
    const count = inferences.filter((one) => one.verdict === verdict).length;
    if (count > 0) counts[verdict] = count;
  }
  return counts;
}

function toReported(verified: VerifiedInference): ReportedInference {
  const { inferenceId, blockNumber, blockHash, transactionHash, verdict, reason, method, backend } = verified;
  return {
    ...{ inferenceId, blockNumber, blockHash, transactionHash, verdict, reason, method, backend },
    feeWei: verified.feeWei.toString(),
    expectedWei: verified.expectedWei?.toString() ?? null,
    paidWei: verified.paidWei.toString(),
    lines: verified.lines.map((line) => ({
      recipient: line.recipient,
      role: line.role,
      contributionId: line.contributionId.toString(),
      expectedWei: line.expectedWei?.toString() ?? null,
      paidWei: line.paidWei.toString(),
    })),
    evidenceDigest: verified.evidenceDigest,
  };
}

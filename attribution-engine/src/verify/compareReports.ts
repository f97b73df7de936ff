import { canonicalJson } from '@tributary/protocol';
import type { ReportedInference, VerificationReport } from './VerificationReport.js';

/** How a claimed report differs from one that was made again; empty when every verdict and every wei is the same. */
export function compareReports(claimed: VerificationReport, own: VerificationReport): string[] {
  const differences: string[] = [];
  const compare = (what: string, theirs: unknown, ours: unknown): void => {
    if (textOf(theirs) !== textOf(ours))
      differences.push(`${what}: ${textOf(theirs)} is claimed, ${textOf(ours)} is found`);
  };
  for (const field of ['chainId', 'contracts', 'startBlock', 'range', 'asOf', 'inferenceId', 'counts'] as const) {
    compare(field, claimed[field], own[field]);
  }
  const ours = new Map(own.inferences.map((one) => [one.inferenceId, one]));
  for (const theirs of claimed.inferences) {
    const found = ours.get(theirs.inferenceId);
    ours.delete(theirs.inferenceId);
    if (!found) differences.push(`inference ${theirs.inferenceId}: it is claimed, and not found`);
    else compare(`inference ${theirs.inferenceId}`, moneyOf(theirs), moneyOf(found));
  }
  for (const inferenceId of ours.keys()) differences.push(`inference ${inferenceId}: it is found, and not claimed`);
  return differences;
}

/**
 * What must be the same on every machine. Reasons and evidence quote this machine's floating point and backend, so their
 * digests may differ where nothing else does.
 */
function moneyOf(inference: ReportedInference): unknown {
  const { blockNumber, blockHash, transactionHash, verdict, method, feeWei, expectedWei, paidWei, lines } = inference;
  return { blockNumber, blockHash, transactionHash, verdict, method, feeWei, expectedWei, paidWei, lines };
}

function textOf(value: unknown): string {
  return new TextDecoder().decode(canonicalJson(value ?? null));
}

import { type ReportFile, type VerificationReport, digestOfReport } from '@tributary/attribution-engine';
import { type Hex, type TypedDataDefinition, recoverTypedDataAddress } from 'viem';
import { type PrivateKeyAccount } from 'viem/accounts';
import { ACCUSING_VERDICTS } from '../api/ACCUSING_VERDICTS.js';

const TYPES = {
  VerificationReport: [
    { name: 'reportDigest', type: 'bytes32' },
    { name: 'fromBlock', type: 'uint256' },
    { name: 'toBlock', type: 'uint256' },
    { name: 'asOfBlockHash', type: 'bytes32' },
    { name: 'inferenceCount', type: 'uint256' },
    { name: 'wrongCount', type: 'uint256' },
  ],
} as const;

/** How many inferences of a report accuse somebody. */
export function countWrong({ counts }: Pick<VerificationReport, 'counts'>): number {
  return ACCUSING_VERDICTS.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
}

/** What is signed (EIP-712): the digest of everything, and the few facts that a wallet can show to whoever signs. */
function buildTypedData(report: VerificationReport): TypedDataDefinition<typeof TYPES, 'VerificationReport'> {
  return {
    domain: {
      name: 'Tributary verification',
      version: '1',
      chainId: report.chainId,
      verifyingContract: report.contracts['AttributionSettlement'] as Hex,
    },
    types: TYPES,
    primaryType: 'VerificationReport',
    message: {
      reportDigest: digestOfReport(report),
      fromBlock: BigInt(report.range.from.number),
      toBlock: BigInt(report.range.to.number),
      asOfBlockHash: report.asOf.hash as Hex,
      inferenceCount: BigInt(report.inferences.length),
      wrongCount: BigInt(countWrong(report)),
    },
  };
}

/** The report with its digest, signed where there is an account. */
export async function signReport(
  report: VerificationReport,
  account: PrivateKeyAccount | undefined,
): Promise<ReportFile> {
  return {
    report,
    reportDigest: digestOfReport(report),
    signature: account
      ? {
          scheme: 'EIP-712',
          signer: account.address.toLowerCase(),
          signature: await account.signTypedData(buildTypedData(report)),
        }
      : null,
  };
}

/** Who signed this report, recovered; undefined when the signature is no signature at all. */
export async function recoverSigner({ report, signature }: ReportFile): Promise<string | undefined> {
  if (!signature) return undefined;
  try {
    const typedData = buildTypedData(report);
    return (await recoverTypedDataAddress({ ...typedData, signature: signature.signature as Hex })).toLowerCase();
  } catch {
    return undefined;
  }
}

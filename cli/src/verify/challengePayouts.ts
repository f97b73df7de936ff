import { type MemoryLedger, type VerifiedInference } from '@tributary/attribution-engine';
import { nameOfUrl, redact } from '@tributary/chain';
import { AttributionSettlement } from '@tributary/contracts/artifacts';
import {
  BaseError as ViemError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  defineChain,
  fallback,
  type Hex,
  http,
} from 'viem';
import { type PrivateKeyAccount } from 'viem/accounts';
import { ChallengeRefusedError } from './errors.js';

export interface ChallengeOptions {
  endpoints: readonly string[];
  chainId: number;
  /** Of AttributionSettlement. */
  settlement: Hex;
  account: PrivateKeyAccount;
  ledger: MemoryLedger;
  log: (line: string) => void;
}

const RECEIPT_TIMEOUT_MS = 120_000;

/**
 * Posts PayoutChallenged for each wrong inference, with the digest of its evidence, one after the other. Left alone is what
 * has an open challenge (the contract takes one at a time), and what this account challenged before with the same evidence:
 * the arbiter has decided that.
 *
 * @returns how many were posted
 * @throws ChallengeRefusedError
 */
export async function challengePayouts(
  wrong: readonly VerifiedInference[],
  options: ChallengeOptions,
): Promise<number> {
  const { endpoints, chainId, settlement: address, account, ledger, log } = options;
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'OPEN', symbol: 'OPEN', decimals: 18 },
    rpcUrls: { default: { http: [...endpoints] } },
  });
  const transport = fallback(endpoints.map((url) => http(url)));
  const reader = createPublicClient({ chain, transport });
  const wallet = createWalletClient({ chain, transport, account });
  const contract = { address, abi: AttributionSettlement.abi } as const;

  let postedCount = 0;
  for (const { inferenceId, evidenceDigest } of wrong) {
    if (evidenceDigest === null) continue;
    const refuse = (reason: string): ChallengeRefusedError => new ChallengeRefusedError({ inferenceId, reason });
    const own = ledger
      .getChallenges(inferenceId)
      .find((one) => one.challenger === account.address.toLowerCase() && one.evidenceDigest === evidenceDigest);
    try {
      const args = [BigInt(inferenceId)] as const;
      const { challengeOpen } = await reader.readContract({ ...contract, functionName: 'inference', args });
      if (challengeOpen || own) {
        log(
          `Inference ${inferenceId} ${challengeOpen ? 'has an open challenge' : 'was challenged before, and decided'}.`,
        );
        continue;
      }
      const { request } = await reader.simulateContract({
        ...{ ...contract, functionName: 'challenge', account },
        args: [BigInt(inferenceId), evidenceDigest],
      });
      const hash = await wallet.writeContract(request);
      const receipt = await reader.waitForTransactionReceipt({ hash, timeout: RECEIPT_TIMEOUT_MS });
      if (receipt.status !== 'success') throw refuse(`transaction ${hash} was reverted`);
      log(`Challenged inference ${inferenceId} in block ${receipt.blockNumber}, transaction ${hash}.`);
      postedCount++;
    } catch (error) {
      if (error instanceof ChallengeRefusedError) throw error;
      throw refuse(describe(error, endpoints));
    }
  }
  return postedCount;
}

/** What the contract or the node said, without the keys of the endpoints. */
function describe(error: unknown, endpoints: readonly string[]): string {
  if (!(error instanceof ViemError)) return error instanceof Error ? error.name : String(error);
  const reverted = error.walk((inner) => inner instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError && reverted.data) return reverted.data.errorName;
  const text = error.details || error.shortMessage;
  const safe = endpoints.reduce((told, url) => redact(told, url), text);
  return `${safe} (${endpoints.map(nameOfUrl).join(', ')})`;
}

import type { RpcClient } from '@subsquid/rpc-client';
import { BlockConsistencyError } from '@subsquid/util-internal-ingest-tools';
import { ReceiptsUnavailableError } from '../errors.js';
import { readOutcome, type ChainTransaction } from './ChainTransaction.js';

type Json = Record<string, unknown>;

/**
 * Fills in what transactions cost: the receipts of each block that has any, by its hash, in one request.
 * @throws BlockConsistencyError when a block is no longer on the chain; ReceiptsUnavailableError, MalformedTransactionError
 */
export async function fetchOutcomes(
  rpc: RpcClient,
  blocks: readonly { hash: string; transactions: readonly ChainTransaction[] }[],
): Promise<void> {
  const wanted = blocks.filter(({ transactions }) => transactions.length > 0);
  if (wanted.length === 0) return;
  const calls = wanted.map(({ hash }) => ({ method: 'eth_getBlockReceipts', params: [hash] }));
  const answers = await rpc.batchCall(calls, { validateResult: readReceipts, validateError: () => new Map() });
  wanted.forEach(({ hash: blockHash, transactions }, i) => {
    const receipts = answers[i]!;
    if (receipts === null) throw new BlockConsistencyError({ hash: blockHash });
    for (const transaction of transactions) {
      // By hash alone: anvil knows a deposit that was repeated by its last block only.
      const receipt = receipts.get(transaction.hash);
      if (!receipt) throw new ReceiptsUnavailableError({ blockNumber: transaction.blockNumber, blockHash });
      transaction.outcome = readOutcome(receipt, transaction);
    }
  });
}

/** Receipts by transaction, without their logs: those are known, and most of the bytes. Null: there is no such block. */
function readReceipts(result: unknown): Map<string, Json> | null {
  if (result === null) return null;
  const receipts = Array.isArray(result) ? (result as (Json | null)[]) : [];
  return new Map(
    receipts.map((receipt) => {
      const { transactionHash, status, gasUsed, effectiveGasPrice, l1Fee } = receipt ?? {};
      return [String(transactionHash).toLowerCase(), { status, gasUsed, effectiveGasPrice, l1Fee }];
    }),
  );
}

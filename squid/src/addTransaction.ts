import { Deposit, Transaction, type Block } from '@tributary/db';
import type { Batch } from './Batch.js';
import { buildEventId } from './ChainEvent.js';
import { getFunctionName, getSelector } from './decodeCall.js';
import type { ChainTransaction } from './facts/ChainTransaction.js';

/** Puts a transaction into the ledger, before its events. */
export function addTransaction(batch: Batch, block: Block, chainTransaction: ChainTransaction): void {
  const { hash, blockNumber, transactionIndex, to, valueWei, type, input, mintWei, sourceHash, outcome } =
    chainTransaction;
  const contract = to === null ? undefined : batch.network.contracts.get(to);
  const from = batch.getAccount(chainTransaction.from, blockNumber);
  const transaction = batch.add(
    new Transaction({
      // Sorts as the chain does, like the id of an event.
      id: buildEventId(blockNumber, transactionIndex),
      hash,
      block,
      blockNumber,
      transactionIndex,
      from,
      to,
      contract: contract ?? null,
      valueWei,
      type,
      selector: getSelector(input),
      functionName: contract ? getFunctionName(contract, input) : null,
      succeeded: outcome?.succeeded ?? null,
      gasUsed: outcome?.gasUsed ?? null,
      effectiveGasPriceWei: outcome?.effectiveGasPriceWei ?? null,
      l1FeeWei: outcome?.l1FeeWei ?? null,
      feeWei: outcome && outcome.gasUsed * outcome.effectiveGasPriceWei + (outcome.l1FeeWei ?? 0n),
      mintWei,
      sourceHash,
    }),
  );
  if (mintWei === null || sourceHash === null) return;
  batch.add(
    new Deposit({
      id: transaction.id,
      transaction,
      sourceHash,
      from,
      to: to === null ? null : batch.getAccount(to, blockNumber),
      mintWei,
      valueWei,
      succeeded: outcome?.succeeded ?? null,
      blockNumber,
      transactionIndex,
      transactionHash: hash,
    }),
  );
}

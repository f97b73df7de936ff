import { getContractAddress, numberToHex, type Hex } from 'viem';
import { toQuantity } from './agreeOnHeader.js';
import { type BlockHeader } from './BlockHeader.js';
import { type BlockTransaction } from './BlockTransaction.js';
import { type ChainLog } from './ChainLog.js';
import { type BlockBody } from './fetchBody.js';
import { logsOf } from './VerifiedChain.js';

type Json = Record<string, unknown>;

/** A transaction with its sender, where that was recovered. */
export interface SentTransaction {
  transaction: BlockTransaction;
  sender: Hex | undefined;
}

/** A block in JSON-RPC's form: what the hash covers, and its transactions in full or by hash. */
export function buildBlockAnswer(header: BlockHeader, transactions: readonly SentTransaction[], isFull: boolean): Json {
  const fields = header.fields.map(({ name, value }) => [name, typeof value === 'bigint' ? numberToHex(value) : value]);
  return {
    ...(Object.fromEntries(fields) as Json),
    hash: header.hash,
    transactions: transactions.map((sent, position) =>
      isFull ? buildTransaction(header, sent, position) : sent.transaction.hash,
    ),
    uncles: [],
  };
}

function buildTransaction(header: BlockHeader, { transaction, sender }: SentTransaction, position: number): Json {
  const { json, type, hash, to, nonce, effectiveGasPriceWei } = transaction;
  return {
    ...json,
    type: toQuantity(type),
    hash,
    nonce: numberToHex(nonce),
    ...(sender && { from: sender }),
    to: to ?? null,
    gasPrice: numberToHex(effectiveGasPriceWei(header.baseFeePerGasWei)),
    blockHash: header.hash,
    blockNumber: toQuantity(header.number),
    transactionIndex: toQuantity(position),
  };
}

export function buildLogAnswer({ timestamp }: Pick<BlockHeader, 'timestamp'>, log: ChainLog): Json {
  const { address, topics, data, blockNumber, blockHash, logIndex, transactionHash, transactionIndex } = log;
  return {
    ...{ address, topics, data, blockHash, transactionHash },
    blockNumber: toQuantity(blockNumber),
    blockTimestamp: toQuantity(timestamp),
    logIndex: toQuantity(logIndex),
    transactionIndex: toQuantity(transactionIndex),
    removed: false,
  };
}

/** The receipts of a block with what follows from them: gas by difference, the address of what was created. */
export function buildReceiptAnswers(header: BlockHeader, body: BlockBody, senders: readonly SentTransaction[]): Json[] {
  const logs = logsOf(header, body);
  return body.receipts.map((receipt, position) => {
    const { transaction, sender } = senders[position]!;
    const gasBefore = body.receipts[position - 1]?.cumulativeGasUsed ?? 0n;
    const { deposit, status, type } = receipt;
    const nonce = deposit?.nonce ?? transaction.nonce;
    return {
      type: toQuantity(type),
      ...(status !== undefined && { status: toQuantity(status) }),
      cumulativeGasUsed: numberToHex(receipt.cumulativeGasUsed),
      gasUsed: numberToHex(receipt.cumulativeGasUsed - gasBefore),
      effectiveGasPrice: numberToHex(transaction.effectiveGasPriceWei(header.baseFeePerGasWei)),
      logsBloom: receipt.logsBloom,
      logs: logs
        .filter(({ transactionIndex }) => transactionIndex === position)
        .map((log) => buildLogAnswer(header, log)),
      ...(deposit && {
        depositNonce: numberToHex(deposit.nonce),
        depositReceiptVersion: numberToHex(deposit.receiptVersion),
      }),
      ...(sender && { from: sender }),
      to: transaction.to ?? null,
      contractAddress: transaction.to || !sender ? null : getContractAddress({ from: sender, nonce }).toLowerCase(),
      transactionHash: transaction.hash,
      transactionIndex: toQuantity(position),
      blockHash: header.hash,
      blockNumber: toQuantity(header.number),
    };
  });
}

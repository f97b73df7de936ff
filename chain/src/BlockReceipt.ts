import { RLP } from '@ethereumjs/rlp';
import { concat, type Hex } from 'viem';
import { DEPOSIT_TYPE } from './BlockTransaction.js';
import { Fields } from './Fields.js';
import { dataBytes, integerBytes } from './rlpBytes.js';

/** What one log says; where it stands follows from its receipt's place in the block. */
export interface ReceiptLog {
  /** Lower case. */
  address: Hex;
  topics: Hex[];
  data: Hex;
}

/** A receipt with the bytes that the block commits to. */
export interface BlockReceipt {
  type: number;
  bytes: Uint8Array;
  /** 1 for success, 0 for a revert; undefined before Byzantium. */
  status: number | undefined;
  cumulativeGasUsed: bigint;
  logsBloom: Hex;
  logs: ReceiptLog[];
  /** Of an OP Stack deposit since Canyon. */
  deposit: { nonce: bigint; receiptVersion: bigint } | undefined;
}

/** Puts a receipt together from its JSON. @throws MalformedReply */
export function parseReceipt(reply: unknown): BlockReceipt {
  const fields = new Fields('receipt', reply);
  const type = fields.has('type') ? fields.number('type') : 0;
  const status = fields.has('status') ? fields.number('status') : undefined;
  const outcome = status === undefined ? dataBytes(fields.data('root', 32)) : integerBytes(BigInt(status));
  const cumulativeGasUsed = fields.quantity('cumulativeGasUsed');
  const logsBloom = fields.data('logsBloom', 256);
  const logs = fields.list('logs').map(parseLog);
  // Before Canyon a node tells the nonce, too, but the block does not commit to it.
  const deposit =
    type === DEPOSIT_TYPE && fields.has('depositReceiptVersion')
      ? { nonce: fields.quantity('depositNonce'), receiptVersion: fields.quantity('depositReceiptVersion') }
      : undefined;
  const body = RLP.encode([
    outcome,
    integerBytes(cumulativeGasUsed),
    dataBytes(logsBloom),
    logs.map(({ address, topics, data }) => [dataBytes(address), topics.map(dataBytes), dataBytes(data)]),
    ...(deposit ? [integerBytes(deposit.nonce), integerBytes(deposit.receiptVersion)] : []),
  ]);
  const bytes = type === 0 ? body : concat([Uint8Array.of(type), body]);
  return { type, bytes, status, cumulativeGasUsed, logsBloom, logs, deposit };
}

/** Address, topics and data of a log's JSON. @throws MalformedReply */
export function parseLog(reply: unknown): ReceiptLog {
  const log = new Fields('log', reply);
  return {
    address: log.data('address', 20),
    topics: log.list('topics').map((topic) => new Fields('log', { topic }).data('topic', 32)),
    data: log.data('data'),
  };
}

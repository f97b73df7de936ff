import { type Hex } from 'viem';
import { type ReceiptLog } from './BlockReceipt.js';

/** A log with its place on the chain. Hex is in lower case. */
export interface ChainLog extends ReceiptLog {
  blockNumber: number;
  blockHash: Hex;
  /** Counted through the block. */
  logIndex: number;
  transactionHash: Hex;
  transactionIndex: number;
}

/** A block that is known by number and hash. */
export interface Checkpoint {
  number: number;
  hash: Hex;
}

import type { ContractName } from './loadDeployment.js';
import type { DecodedLog, RawLog } from './decodeLog.js';

/** Where a fact was made: what every row of the ledger carries. */
export interface EventPlace {
  /** `<block number, 10 digits>-<log index, 5 digits>`: sorts as the chain does. */
  id: string;
  blockNumber: number;
  blockHash: string;
  timestamp: Date;
  logIndex: number;
  transactionHash: string;
  /** Sender of the transaction, lower case. */
  signer: string;
}

/** One log of the deployment's contracts. */
export interface ChainEvent {
  contract: ContractName;
  /** Lower case. */
  address: string;
  place: EventPlace;
  decoded: DecodedLog;
  raw: RawLog;
}

export function buildEventId(blockNumber: number, logIndex: number): string {
  return `${String(blockNumber).padStart(10, '0')}-${String(logIndex).padStart(5, '0')}`;
}

/** The part of a place that becomes columns of nearly every table. */
export function getOrigin(
  place: EventPlace,
): Pick<EventPlace, 'blockNumber' | 'logIndex' | 'transactionHash' | 'signer'> {
  const { blockNumber, logIndex, transactionHash, signer } = place;
  return { blockNumber, logIndex, transactionHash, signer };
}

/** Unix seconds of the block. */
export function getTimestampSeconds({ timestamp }: EventPlace): bigint {
  return BigInt(Math.floor(timestamp.getTime() / 1000));
}

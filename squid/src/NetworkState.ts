import type { StakeEvent, TimelockCall } from '@tributary/db';
import type { DecodedAttestation } from './decodeAttestation.js';
import type { ChainTransaction } from './facts/ChainTransaction.js';
import type { ContractName } from './loadDeployment.js';

/** What the handlers of the network around the four contracts know of a batch, beside rows by their ids. */
export class NetworkState {
  /** Contracts of the deployment by address, lower case. */
  contracts: ReadonlyMap<string, ContractName> = new Map();
  /** Transactions of the batch by hash. */
  readonly transactions = new Map<string, ChainTransaction>();
  /** What the attestations made in the batch say, by `getAttestedKey`. */
  readonly attested = new Map<string, DecodedAttestation>();
  /** All gOPEN there is. */
  supplyWei = 0n;
  /** Votes that count, as `<proposalId> <voter>`. */
  readonly votes = new Set<string>();
  /** Calls of the timelock's operations that the batch names, by operation, oldest first. */
  readonly timelockCalls = new Map<string, TimelockCall[]>();
  /** A stake that ended, until the token's next Transfer says what was paid for it. */
  unpaid: StakeEvent | undefined;
}

/** An attestation as one block has it. EAS gives a uid once; a contract that is not EAS may do otherwise. */
export function getAttestedKey(blockNumber: number, uid: string): string {
  return `${blockNumber} ${uid}`;
}

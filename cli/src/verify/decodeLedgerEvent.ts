import { type LedgerEvent } from '@tributary/attribution-engine';
import { type ChainLog } from '@tributary/chain';
import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';
import { type Abi, type AbiParameter, type Hex, decodeEventLog, getAbiItem, size, slice } from 'viem';
import { type LedgerContract } from './readDeployment.js';

const ABIS: Readonly<Record<LedgerContract, Abi>> = {
  AttributionSettlement: AttributionSettlement.abi,
  DatanetRegistry: DatanetRegistry.abi,
  InferenceMarket: InferenceMarket.abi,
  ModelRegistry: ModelRegistry.abi,
};

const WORD_BYTES = 32;

/**
 * The event that a contract's log says; undefined for one that is not in its interface, or is not encoded as its types
 * demand. Nothing that a contract emits makes it throw.
 */
export function decodeLedgerEvent(contract: LedgerContract, log: ChainLog): LedgerEvent | undefined {
  const [topic, ...topics] = log.topics;
  if (topic === undefined) return undefined;
  const abi = ABIS[contract];
  try {
    const { eventName, args } = decodeEventLog({ abi, topics: [topic, ...topics], data: log.data, strict: true });
    const event = getAbiItem({ abi, name: String(eventName) });
    if (event?.type !== 'event' || !haveTheirWidth(event.inputs, log)) return undefined;
    const { blockNumber, blockHash, logIndex, transactionHash } = log;
    // Name and arguments come from the same interface as the type.
    return {
      name: eventName,
      args,
      place: { blockNumber, blockHash, logIndex, transactionHash },
    } as unknown as LedgerEvent;
  } catch {
    return undefined;
  }
}

/** The decoder takes the low bytes of an address or an integer and ignores what stands before them. */
function haveTheirWidth(inputs: readonly (AbiParameter & { indexed?: boolean })[], log: ChainLog): boolean {
  let topic = 1;
  let offset = 0;
  return inputs.every(({ type, indexed }) => {
    const word = indexed ? log.topics[topic++]! : slice(log.data, offset, (offset += WORD_BYTES));
    return size(word) === WORD_BYTES && isWithin(type, word);
  });
}

function isWithin(type: string, word: Hex): boolean {
  const bits = type === 'address' ? 160 : Number(/^uint(\d+)$/.exec(type)?.[1] ?? 256);
  return BigInt(word) < 1n << BigInt(bits);
}

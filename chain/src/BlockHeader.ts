import { RLP } from '@ethereumjs/rlp';
import { keccak256, type Hex } from 'viem';
import { Fields } from './Fields.js';
import { dataBytes, integerBytes } from './rlpBytes.js';

/** A block without its body. Once its hash is recomputed everything in it is as true as that hash. */
export interface BlockHeader {
  number: number;
  hash: Hex;
  parentHash: Hex;
  /** Unix time in seconds. */
  timestamp: number;
  logsBloom: Hex;
  receiptsRoot: Hex;
  transactionsRoot: Hex;
  baseFeePerGasWei: bigint | undefined;
  /** Every field that the hash covers, by its JSON name, in the order of the RLP list. */
  fields: readonly HeaderField[];
}

interface HeaderField {
  name: string;
  kind: 'data' | 'quantity';
  value: Hex | bigint;
}

const BYTES = (name: string, byteCount?: number) => ({ name, kind: 'data', byteCount }) as const;
const INTEGER = (name: string) => ({ name, kind: 'quantity' }) as const;

/** In the order of the yellow paper. */
const FROM_THE_START = [
  BYTES('parentHash', 32),
  BYTES('sha3Uncles', 32),
  BYTES('miner', 20),
  BYTES('stateRoot', 32),
  BYTES('transactionsRoot', 32),
  BYTES('receiptsRoot', 32),
  BYTES('logsBloom', 256),
  INTEGER('difficulty'),
  INTEGER('number'),
  INTEGER('gasLimit'),
  INTEGER('gasUsed'),
  INTEGER('timestamp'),
  BYTES('extraData'),
  BYTES('mixHash', 32),
  BYTES('nonce', 8),
] as const;

/**
 * Appended by later forks, each only where the earlier ones are: London (EIP-1559), Shanghai (EIP-4895), Cancun
 * (EIP-4844 and EIP-4788), Prague (EIP-7685). OP Stack headers have the same list; since Isthmus `withdrawalsRoot` is the
 * storage root of the message passer there, which changes nothing here.
 */
const BY_FORKS = [
  INTEGER('baseFeePerGas'),
  BYTES('withdrawalsRoot', 32),
  INTEGER('blobGasUsed'),
  INTEGER('excessBlobGas'),
  BYTES('parentBeaconBlockRoot', 32),
  BYTES('requestsHash', 32),
] as const;

/** Reads a block reply; its hash is still only claimed. @throws MalformedReply */
export function parseHeader(reply: unknown): BlockHeader {
  const block = new Fields('block', reply);
  const present = [...FROM_THE_START, ...BY_FORKS.filter(({ name }) => block.has(name))];
  const fields = present.map((field): HeaderField => {
    const { name, kind } = field;
    return { name, kind, value: kind === 'quantity' ? block.quantity(name) : block.data(name, field.byteCount) };
  });
  return {
    number: block.number('number'),
    hash: block.data('hash', 32),
    parentHash: block.data('parentHash', 32),
    timestamp: block.number('timestamp'),
    logsBloom: block.data('logsBloom', 256),
    receiptsRoot: block.data('receiptsRoot', 32),
    transactionsRoot: block.data('transactionsRoot', 32),
    baseFeePerGasWei: block.optionalQuantity('baseFeePerGas'),
    fields,
  };
}

/** What the hash of this header is: keccak-256 of its RLP list. */
export function hashHeader(header: BlockHeader): Hex {
  return keccak256(
    RLP.encode(header.fields.map(({ value }) => (typeof value === 'bigint' ? integerBytes(value) : dataBytes(value)))),
  );
}

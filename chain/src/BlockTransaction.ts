import { RLP, type Input } from '@ethereumjs/rlp';
import { concat, hexToBytes, keccak256, recoverAddress, type Hex } from 'viem';
import { Fields } from './Fields.js';
import { dataBytes, integerBytes } from './rlpBytes.js';

/** OP Stack deposits: made by the rollup itself, signed by nobody (specs.optimism.io, "Deposits"). */
export const DEPOSIT_TYPE = 0x7e;

/** A transaction with the bytes that the block commits to. */
export interface BlockTransaction {
  type: number;
  /** keccak-256 of `bytes`. */
  hash: Hex;
  bytes: Uint8Array;
  /** Undefined for a creation. */
  to: Hex | undefined;
  nonce: bigint;
  valueWei: bigint;
  input: Hex;
  /** What the sender pays for a unit of gas at this base fee of the block. */
  effectiveGasPriceWei: (baseFeePerGasWei: bigint | undefined) => bigint;
  /** Who sent it: recovered from the signature, or as the deposit says. */
  recoverSender: () => Promise<Hex>;
  /** Fields in JSON-RPC's form that the bytes prove. */
  json: Readonly<Record<string, unknown>>;
}

/** A type of transaction that is not known here: its bytes cannot be put together. */
export class UnknownTransactionType extends Error {
  constructor(readonly type: number) {
    super(`transaction type 0x${type.toString(16)}`);
  }
}

/** JSON fields that are proven by the bytes, whatever the type. */
const PROVEN = [
  ...['chainId', 'nonce', 'gas', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas', 'maxFeePerBlobGas', 'value'],
  ...['input', 'to', 'accessList', 'blobVersionedHashes', 'authorizationList', 'v', 'r', 's', 'yParity'],
  ...['sourceHash', 'mint', 'isSystemTx'],
];

/** Puts a transaction together from its JSON. @throws MalformedReply, UnknownTransactionType */
export function parseTransaction(reply: unknown): BlockTransaction {
  const fields = new Fields('transaction', reply);
  const type = fields.has('type') ? fields.number('type') : 0;
  const isDeposit = type === DEPOSIT_TYPE;
  const { payload, signature } = isDeposit ? depositOf(fields) : signedOf(fields, type);
  const encode = (list: Input): Uint8Array => {
    const body = RLP.encode(list);
    return type === 0 ? body : concat([Uint8Array.of(type), body]);
  };
  const bytes = encode([...payload, ...signature.fields]);
  const json = Object.fromEntries(
    PROVEN.filter((name) => fields.has(name)).map((name) => [name, (reply as Record<string, unknown>)[name]]),
  );
  if (type === 0 || type === 1 || isDeposit) {
    delete json['maxFeePerGas'];
    delete json['maxPriorityFeePerGas'];
  } else {
    delete json['gasPrice'];
  }
  return {
    type,
    hash: keccak256(bytes),
    bytes,
    to: fields.optionalData('to', 20),
    nonce: isDeposit ? (fields.optionalQuantity('nonce') ?? 0n) : fields.quantity('nonce'),
    valueWei: fields.optionalQuantity('value') ?? 0n,
    input: fields.data('input'),
    effectiveGasPriceWei: (baseFeePerGasWei) => effectiveGasPriceOf(fields, type, baseFeePerGasWei ?? 0n),
    recoverSender: async () => {
      if (signature.sender) return signature.sender;
      const hash = keccak256(encode([...payload, ...signature.replayFields]));
      const sender = await recoverAddress({ hash, signature: signature.rsv });
      return sender.toLowerCase() as Hex;
    },
    json,
  };
}

interface Signature {
  fields: Uint8Array[];
  /** What stands in their place in the signed hash: the chain id of EIP-155, or nothing. */
  replayFields: Uint8Array[];
  rsv: { r: Hex; s: Hex; yParity: number };
  sender?: Hex;
}

function depositOf(fields: Fields): { payload: Input[]; signature: Signature } {
  const sender = fields.data('from', 20);
  const payload = [
    dataBytes(fields.data('sourceHash', 32)),
    dataBytes(sender),
    dataBytes(fields.optionalData('to', 20)),
    integerBytes(fields.optionalQuantity('mint') ?? 0n),
    integerBytes(fields.quantity('value')),
    integerBytes(fields.quantity('gas')),
    integerBytes(fields.truth('isSystemTx') ? 1n : 0n),
    dataBytes(fields.data('input')),
  ];
  return { payload, signature: { fields: [], replayFields: [], rsv: { r: '0x0', s: '0x0', yParity: 0 }, sender } };
}

function signedOf(fields: Fields, type: number): { payload: Input[]; signature: Signature } {
  const integer = (name: string): Uint8Array => integerBytes(fields.quantity(name));
  const call = [dataBytes(fields.optionalData('to', 20)), integer('value'), dataBytes(fields.data('input'))];
  const [r, s] = [fields.quantity('r'), fields.quantity('s')];
  const rs = { r: `0x${r.toString(16).padStart(64, '0')}`, s: `0x${s.toString(16).padStart(64, '0')}` } as const;

  if (type === 0) {
    const v = fields.quantity('v');
    const chainId = v >= 35n ? (v - 35n) / 2n : undefined;
    return {
      payload: [integer('nonce'), integer('gasPrice'), integer('gas'), ...call],
      signature: {
        fields: [v, r, s].map(integerBytes),
        replayFields: chainId === undefined ? [] : [chainId, 0n, 0n].map(integerBytes),
        rsv: { ...rs, yParity: Number(chainId === undefined ? v - 27n : (v - 35n) % 2n) },
      },
    };
  }
  const yParity = fields.has('yParity') ? fields.quantity('yParity') : fields.quantity('v');
  const signature = {
    fields: [yParity, r, s].map(integerBytes),
    replayFields: [],
    rsv: { ...rs, yParity: Number(yParity) },
  };
  const head = [integer('chainId'), integer('nonce')];
  const accessList = accessListOf(fields);
  if (type === 1) {
    return { payload: [...head, integer('gasPrice'), integer('gas'), ...call, accessList], signature };
  }
  const priced = [...head, integer('maxPriorityFeePerGas'), integer('maxFeePerGas'), integer('gas'), ...call];
  switch (type) {
    case 2:
      return { payload: [...priced, accessList], signature };
    case 3: {
      const blobs = fields.list('blobVersionedHashes').map((hash) => new Fields('blob', { hash }).data('hash', 32));
      return {
        payload: [...priced, accessList, integer('maxFeePerBlobGas'), blobs.map((hash) => hexToBytes(hash))],
        signature,
      };
    }
    case 4:
      return { payload: [...priced, accessList, authorizationsOf(fields)], signature };
    default:
      throw new UnknownTransactionType(type);
  }
}

function accessListOf(fields: Fields): Input[] {
  return fields.list('accessList').map((value) => {
    const entry = new Fields('access list', value);
    const keys = entry.list('storageKeys').map((key) => new Fields('access list', { key }).data('key', 32));
    return [dataBytes(entry.data('address', 20)), keys.map((key) => hexToBytes(key))];
  });
}

function authorizationsOf(fields: Fields): Input[] {
  return fields.list('authorizationList').map((value) => {
    const entry = new Fields('authorization', value);
    return [
      integerBytes(entry.quantity('chainId')),
      dataBytes(entry.data('address', 20)),
      integerBytes(entry.quantity('nonce')),
      integerBytes(entry.has('yParity') ? entry.quantity('yParity') : entry.quantity('v')),
      integerBytes(entry.quantity('r')),
      integerBytes(entry.quantity('s')),
    ];
  });
}

function effectiveGasPriceOf(fields: Fields, type: number, baseFeePerGasWei: bigint): bigint {
  if (type === DEPOSIT_TYPE) return 0n;
  if (type < 2) return fields.quantity('gasPrice');
  const capWei = fields.quantity('maxFeePerGas');
  const askedWei = baseFeePerGasWei + fields.quantity('maxPriorityFeePerGas');
  return askedWei < capWei ? askedWei : capWei;
}

import { MalformedTransactionError } from '../errors.js';

/** What a transaction costs, from its receipt. */
export interface TransactionOutcome {
  succeeded: boolean;
  gasUsed: bigint;
  effectiveGasPriceWei: bigint;
  /** Null where the chain takes no fee for the bytes on its parent chain. */
  l1FeeWei: bigint | null;
}

/** A transaction that belongs into the ledger. Hex is lower case. */
export interface ChainTransaction {
  hash: string;
  blockNumber: number;
  transactionIndex: number;
  from: string;
  /** Null when it creates a contract. */
  to: string | null;
  valueWei: bigint;
  type: number;
  input: string;
  /** Of a deposit. */
  mintWei: bigint | null;
  sourceHash: string | null;
  /** Null where receipts are not read. */
  outcome: TransactionOutcome | null;
}

/** Minted and sent by the rollup itself: https://specs.optimism.io/protocol/deposits.html. */
export const DEPOSIT_TYPE = 0x7e;

const ATTRIBUTES_DEPOSITOR = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001';
const HASH = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;
const QUANTITY = /^0x[0-9a-f]{1,64}$/;

type Json = Record<string, unknown>;

/**
 * A transaction of a block in JSON-RPC's form. Anvil leaves `mint` out when nothing is minted.
 * @throws MalformedTransactionError
 */
export function readTransaction(json: Json, blockNumber: number): ChainTransaction {
  const fail = (field: string): never => {
    throw new MalformedTransactionError({ blockNumber, hash: String(json['hash']).slice(0, 66), field });
  };
  const text = (field: string, shape: RegExp): string => {
    const value = json[field];
    const lower = typeof value === 'string' ? value.toLowerCase() : '';
    return shape.test(lower) ? lower : fail(field);
  };
  const type = json['type'] == null ? 0 : Number(text('type', QUANTITY));
  const isDeposit = type === DEPOSIT_TYPE;
  return {
    hash: text('hash', HASH),
    blockNumber,
    transactionIndex: Number(text('transactionIndex', QUANTITY)),
    from: text('from', ADDRESS),
    to: json['to'] == null ? null : text('to', ADDRESS),
    valueWei: BigInt(text('value', QUANTITY)),
    type,
    input: text('input', /^0x(?:[0-9a-f]{2})*$/),
    mintWei: isDeposit ? (json['mint'] == null ? 0n : BigInt(text('mint', QUANTITY))) : null,
    sourceHash: isDeposit ? text('sourceHash', HASH) : null,
    outcome: null,
  };
}

/** A deposit of somebody's, as opposed to the one by which each block begins: what the parent chain's state is. */
export function isUserDeposit(json: Json): boolean {
  const { type, from } = json;
  const isDeposit = typeof type === 'string' && QUANTITY.test(type.toLowerCase()) && Number(type) === DEPOSIT_TYPE;
  return isDeposit && String(from).toLowerCase() !== ATTRIBUTES_DEPOSITOR;
}

/** @throws MalformedTransactionError */
export function readOutcome(receipt: Json, { hash, blockNumber }: ChainTransaction): TransactionOutcome {
  const quantity = (field: string): bigint => {
    const value = receipt[field];
    if (typeof value === 'string' && QUANTITY.test(value.toLowerCase())) return BigInt(value);
    throw new MalformedTransactionError({ blockNumber, hash, field: `receipt.${field}` });
  };
  return {
    succeeded: quantity('status') === 1n,
    gasUsed: quantity('gasUsed'),
    effectiveGasPriceWei: quantity('effectiveGasPrice'),
    l1FeeWei: receipt['l1Fee'] == null ? null : quantity('l1Fee'),
  };
}

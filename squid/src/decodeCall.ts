import { contractAbis, type AbiCodec, type FunctionAbi } from './contractAbis.js';
import type { ContractName } from './loadDeployment.js';

export interface DecodedCall {
  contract: ContractName | null;
  /** Null when the contract has no function with that selector. */
  functionName: string | null;
  /** Null when they do not decode, or should not be decoded. */
  args: Record<string, unknown> | null;
}

const SELECTOR_LENGTH = '0x12345678'.length;

/** Contract → selector → function. */
const functions = new Map(
  Object.entries(contractAbis).map(([contract, abi]) => [
    contract,
    new Map(Object.values(abi.functions).map((entry) => [entry.selector, entry])),
  ]),
);

/** The first four bytes of calldata; null when there are fewer. */
export function getSelector(input: string): string | null {
  return input.length < SELECTOR_LENGTH ? null : input.slice(0, SELECTOR_LENGTH);
}

export function getFunctionName(contract: ContractName, input: string): string | null {
  const found = functions.get(contract)?.get(getSelector(input) ?? '');
  return found ? getName(found) : null;
}

/** What a call that somebody proposed would do. Never throws: anything may be proposed. */
export function decodeCall(contract: ContractName | undefined, input: string): DecodedCall {
  const found = contract && functions.get(contract)?.get(getSelector(input) ?? '');
  if (!found) return { contract: contract ?? null, functionName: null, args: null };
  return { contract, functionName: getName(found), args: isBounded(found) ? tryDecode(found, input) : null };
}

function tryDecode(entry: FunctionAbi, input: string): Record<string, unknown> | null {
  try {
    return entry.decode(input);
  } catch {
    return null;
  }
}

/**
 * Whether what is decoded cannot be larger than the calldata by more than a small factor. Elements of an array that have
 * their length in themselves may all point to the same long one: 100 kB can mean 100 GB.
 */
function isBounded(entry: FunctionAbi): boolean {
  const isFlat = ({ item, components }: AbiCodec): boolean => {
    if (item) return !item.isDynamic && isFlat(item);
    return Object.values(components ?? {}).every(isFlat);
  };
  return Object.values(entry.args).every(isFlat);
}

function getName({ signature }: FunctionAbi): string {
  return signature.slice(0, signature.indexOf('('));
}

import { hexToBytes, numberToHex, type Hex } from 'viem';

/** An integer as RLP takes it: big endian, no leading zero, nothing for 0. */
export function integerBytes(value: bigint): Uint8Array {
  return value === 0n ? new Uint8Array(0) : hexToBytes(numberToHex(value));
}

/** Bytes as they are; an absent address is no bytes. */
export function dataBytes(data: Hex | undefined): Uint8Array {
  return data === undefined ? new Uint8Array(0) : hexToBytes(data);
}

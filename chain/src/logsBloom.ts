import { hexToBytes, keccak256, type Hex } from 'viem';

/** The three bits, counted from the least significant of 2,048, that a value sets (yellow paper, M3:2048). */
function bitsOf(value: Hex): number[] {
  const hash = hexToBytes(keccak256(hexToBytes(value)));
  return [0, 2, 4].map((i) => ((hash[i]! << 8) | hash[i + 1]!) & 2047);
}

/** A test of blooms for any of these addresses: false means for certain that none of them emitted a log there. */
export function createBloomTest(addresses: readonly Hex[]): (logsBloom: Hex) => boolean {
  const wanted = addresses.map((address) => bitsOf(address));
  return (logsBloom) =>
    wanted.some((bits) =>
      bits.every((bit) => {
        // The digit that holds the bit, from the end of the text.
        const digit = Number.parseInt(logsBloom[logsBloom.length - 1 - (bit >> 2)]!, 16);
        return ((digit >> (bit & 3)) & 1) === 1;
      }),
    );
}

/** The bloom of these logs: of their addresses and topics. */
export function bloomOf(logs: readonly { address: Hex; topics: readonly Hex[] }[]): Hex {
  const bytes = new Uint8Array(256);
  for (const { address, topics } of logs) {
    for (const value of [address, ...topics]) {
      for (const bit of bitsOf(value)) bytes[255 - (bit >> 3)]! |= 1 << (bit & 7);
    }
  }
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

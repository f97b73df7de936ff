import { BlockList, isIP, isIPv6 } from 'node:net';
import { FatalError } from '@tributary/protocol';
import { unmapAddress } from './getClientKey.js';

/** An entry that is neither an address nor a subnet. */
export class AddressRangeError extends FatalError {
  constructor(facts: { range: string }) {
    super(`"${facts.range}" is neither an address nor a subnet; write it as 192.0.2.1 or 2001:db8::/32`, facts);
  }
}

/** Addresses and subnets (`192.0.2.0/24`). */
export class AddressSet {
  readonly #list = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address = '', prefix, ...rest] = range.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      const bits = Number(prefix ?? (family === 'ipv6' ? 128 : 32));
      const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && bits <= (family === 'ipv6' ? 128 : 32));
      if (isIP(address) === 0 || !isPrefix || rest.length > 0) throw new AddressRangeError({ range });
      this.#list.addSubnet(address, bits, family);
    }
  }

  has(address: string | undefined): boolean {
    const plain = unmapAddress(address);
    return isIP(plain) !== 0 && this.#list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  }
}

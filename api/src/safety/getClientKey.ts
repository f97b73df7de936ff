import { isIPv4, isIPv6 } from 'node:net';

/**
 * By what a client is told from others: its IPv4 address, or the /64 of its IPv6 address, since a subscriber has 2⁶⁴ of
 * those. `address` is what a socket or a trusted proxy tells; anything else is one client, `unknown`.
 */
export function getClientKey(address: string | undefined): string {
  const plain = unmapAddress(address);
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return 'unknown';
  // The URL standard's form: lower case, no leading zeros, no IPv4 part, at most one `::`.
  const [head = '', tail] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::');
  const front = head.split(':').filter((group) => group !== '');
  const back = tail?.split(':').filter((group) => group !== '') ?? [];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}

/** An IPv4 address that arrives as IPv6 (`::ffff:192.0.2.1`), or with a zone (`fe80::1%eth0`), without that. */
export function unmapAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

import { expect, it } from 'vitest';
import { isPublicAddress } from './isPublicAddress.js';

it.each([
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450::1',
  '2001:200::1',
  '3ffe::1',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  ['this host', '0.0.0.0'],
  ['this network', '0.255.255.255'],
  ['private', '10.0.0.1'],
  ['shared by a carrier', '100.64.0.1'],
  ['loopback', '127.0.0.1'],
  ['the end of loopback', '127.255.255.255'],
  ['where clouds keep credentials', '169.254.169.254'],
  ['private', '172.16.0.1'],
  ['the end of private', '172.31.255.255'],
  ['protocol assignments', '192.0.0.1'],
  ['documentation', '192.0.2.1'],
  ['6to4 relays', '192.88.99.1'],
  ['private', '192.168.0.1'],
  ['benchmarking', '198.19.255.255'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['IPv4 loopback in IPv6', '::ffff:127.0.0.1'],
  ['IPv4 loopback in hex', '::ffff:7f00:1'],
  ['a public IPv4 address in IPv6', '::ffff:8.8.8.8'],
  ['an IPv4-compatible address', '::127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['discard-only', '100::1'],
  ['Teredo', '2001::1'],
  ['ORCHIDv2', '2001:20::1'],
  ['documentation', '2001:db8::1'],
  ['6to4', '2002:7f00:1::'],
  ['documentation', '3fff::1'],
  ['segment routing', '5f00::1'],
  ['unique local', 'fc00::1'],
  ['unique local', 'fd12:3456::1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%lo'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
])('%s is not public: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(['', 'localhost', 'example.org', '127.1', '2130706433', '0x7f.0.0.1', '1.1.1.1 ', '[::1]', '2001:db8::/32'])(
  '%j is no address at all',
  (text) => {
    expect(isPublicAddress(text)).toBe(false);
  },
);

import { expect, it } from 'vitest';
import { AddressRangeError, AddressSet } from './AddressSet.js';

it('has addresses of its subnets, in either family’s writing', () => {
  const set = new AddressSet(['127.0.0.0/8', '::1', '2001:db8::/32', '192.0.2.7']);
  for (const address of ['127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1', '::1', '2001:db8:ffff::1', '192.0.2.7'])
    expect(set.has(address), address).toBe(true);
  for (const address of ['128.0.0.1', '::2', '2001:db9::1', '192.0.2.8', 'localhost', '', undefined])
    expect(set.has(address), String(address)).toBe(false);
  expect(new AddressSet([]).has('127.0.0.1')).toBe(false);
});

it.each(['localhost', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/-1', '1.2.3.4/8/8', '::1/129', '', '*'])(
  'refuses "%s"',
  (range) => {
    expect(() => new AddressSet([range])).toThrow(AddressRangeError);
  },
);

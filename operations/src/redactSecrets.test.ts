import { expect, it } from 'vitest';
import { redactSecrets } from './redactSecrets.js';

it.each([
  ['postgres://me:p%40ss@db:5432/ledger?sslmode=require', 'postgres://…@db:5432/ledger?…'],
  ['postgres://me:p?w@/x@db/ledger', 'postgres://…@db/ledger'],
  ['at "https://user@host/ipfs/bafkrei", then', 'at "https://…@host/ipfs/bafkrei", then'],
  ['https://eth-mainnet.example/v2/0123456789abcdefXYZ', 'https://eth-mainnet.example/v2/…'],
  ['wss://host/?apikey=1#2', 'wss://host/?…'],
  ['host=db password=hunter2 dbname=x', 'host=db password=… dbname=x'],
  ['{"token":"abc"}', '{"token":…}'],
  ['Authorization: Bearer abc.def', 'Authorization: …'],
])('hides what opens a door: %s', (text, shown) => {
  expect(redactSecrets(text)).toBe(shown);
});

it.each([
  'http://127.0.0.1:4603/ipfs/bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
  'inference 12: MATCHED, 1234 tokens, block 0xabcdef',
  'https://host/v1/short',
])('leaves the rest as it is: %s', (text) => {
  expect(redactSecrets(text)).toBe(text);
});

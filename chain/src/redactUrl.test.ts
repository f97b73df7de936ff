import { expect, it } from 'vitest';
import { nameOfUrl, redact } from './redactUrl.js';

const URL_WITH_KEYS = 'https://alice:p%40ssw0rd@rpc.example.org:8443/v2/AbCdEf123456?apikey=987654321&net=op';

it('names an endpoint without its keys', () => {
  expect(nameOfUrl(URL_WITH_KEYS)).toBe('https://rpc.example.org:8443');
});

it.each([
  [`POST ${URL_WITH_KEYS} failed`, 'POST … failed'],
  ['key AbCdEf123456 is over its quota', 'key … is over its quota'],
  ['GET /v2/AbCdEf123456?apikey=987654321&net=op 403', 'GET … 403'],
  ['bad token 987654321', 'bad token …'],
  ['p%40ssw0rd, that is p@ssw0rd', '…, that is …'],
  ['see https://other.example.org/help?id=1 for more', 'see https://other.example.org for more'],
  ['line\nbreak\u001b[2J \u202e', 'line break [2J'],
  ['net op is fine', 'net op is fine'],
])('makes of %j %j', (text, safe) => expect(redact(text, URL_WITH_KEYS)).toBe(safe));

it('keeps to one short line', () => {
  expect(redact('x'.repeat(10_000), URL_WITH_KEYS).length).toBeLessThan(250);
});

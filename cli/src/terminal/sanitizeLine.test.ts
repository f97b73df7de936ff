import { expect, test } from 'vitest';
import { sanitizeLine } from './sanitizeLine.js';

test.each([
  ['plain words, ünïcode 水', 'plain words, ünïcode 水'],
  ['\u001b[32mgreen\u001b[0m', 'green'],
  ['\u001b]0;owned\u0007title', 'title'],
  ['\u001b]8;;http://evil\u001b\\link', 'link'],
  ['a\u001b', 'a'],
  ['one\rtwo\u0008', 'one\ufffdtwo\ufffd'],
  ['\u009b2J', '\ufffd2J'],
  ['safe\u202etxt.exe', 'safe\ufffdtxt.exe'],
  ['a\tb', 'a  b'],
])('%j becomes %j', (text, expected) => {
  expect(sanitizeLine(text)).toBe(expected);
});

test('a long line is cut', () => {
  expect(sanitizeLine('x'.repeat(10_000))).toBe(`${'x'.repeat(500)} …`);
});

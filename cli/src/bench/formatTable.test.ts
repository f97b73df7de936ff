import { expect, test } from 'vitest';
import { buildBenchLine } from './BenchCase.js';
import { formatTable } from './formatTable.js';

test('a line has every field, with the ratio of ours to the peer', () => {
  expect(buildBenchLine('score', { case: 'a', unit: 'ms', ours: 2, peer: 8, peerName: 'plain JS' })).toEqual({
    name: 'score',
    case: 'a',
    unit: 'ms',
    ours: 2,
    peer: 8,
    peerName: 'plain JS',
    ratio: 0.25,
  });
  expect(buildBenchLine('score', { case: 'b', unit: 'ms', ours: 2 })).toMatchObject({ peer: null, ratio: null });
});

test('the table has numbers to the right and a dash for what there is not', () => {
  const lines = [
    buildBenchLine('score', { case: 'long name', unit: 'rows/s', ours: 1234567, peer: 2, peerName: 'peer' }),
    buildBenchLine('score', { case: 'b', unit: 'ms', ours: 0.5 }),
  ];
  expect(formatTable(lines).split('\n')).toEqual([
    'case       unit         ours  peer    ratio  peer is',
    'long name  rows/s  1,235,000     2  617,300  peer',
    'b          ms            0.5     –        –  –',
  ]);
});

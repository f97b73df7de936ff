import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createProjection } from './projectBlock.js';

it('is the projection of docs/attribution.md §2', () => {
  const text = readFileSync(new URL('../../../docs/attribution.md', import.meta.url), 'utf8');
  const { name, k, block, projected } = JSON.parse(/```json vector:projection\n(.*)\n/.exec(text)![1]!) as {
    name: string;
    k: number;
    block: number[];
    projected: number[];
  };
  expect([...createProjection(name, block.length, k).project(Float32Array.from(block))]).toEqual(projected);
});

it('keeps a short block as it is', () => {
  expect([...createProjection('any', 3, 3).project(Float32Array.from([1, -2, 0.5]))]).toEqual([1, -2, 0.5]);
});

it('keeps inner products in expectation', () => {
  const size = 64;
  const x = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
  const y = Float32Array.from({ length: size }, (_, i) => Math.cos(i / 3));
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    Array.from({ length: a.length }, (_, i) => a[i]! * b[i]!).reduce((s, v) => s + v, 0);
  let sum = 0;
  const trials = 4000;
  for (let trial = 0; trial < trials; trial++) {
    const projection = createProjection(`trial ${trial}`, size, 16);
    sum += dot(projection.project(x), projection.project(y));
  }
  // Standard error of the mean here is about 0.13.
  expect(Math.abs(sum / trials - dot(x, y))).toBeLessThan(0.6);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACKENDS, UnknownBackendError, createBackend } from './createBackend.js';
import { createReferenceBackend } from './referenceBackend.js';

/** One case table for every backend: what the kernels find hard. */
const CASES: { name: string; dimensions: number[]; count: number; fill: (i: number) => number }[] = [
  { name: 'nothing at all', dimensions: [], count: 0, fill: () => 0 },
  { name: 'no rows', dimensions: [16, 3], count: 0, fill: () => 1 },
  { name: 'one value', dimensions: [1], count: 3, fill: (i) => i - 1 },
  {
    name: 'odd blocks beside even ones',
    dimensions: [15, 16, 17, 31, 1, 33],
    count: 7,
    fill: (i) => ((i * 37) % 255) - 127,
  },
  { name: 'largest products of one sign', dimensions: [16_384], count: 2, fill: () => 127 },
  { name: 'largest products of the other sign', dimensions: [4096, 4096], count: 2, fill: (i) => (i % 2 ? 127 : -127) },
  { name: 'the widest block an int32 can hold', dimensions: [133_144], count: 1, fill: () => -127 },
  {
    name: 'many blocks',
    dimensions: Array.from({ length: 64 }, (_, b) => (b % 19) + 1),
    count: 50,
    fill: (i) => ((i * 11) % 255) - 127,
  },
];

describe.each(BACKENDS)('%s', (name) => {
  const backend = createBackend(name);

  it.each(CASES)('gives the reference int32s: $name', async ({ dimensions, count, fill }) => {
    const width = dimensions.reduce((a, b) => a + b, 0);
    const rows = { values: Int8Array.from({ length: count * width }, (_, i) => fill(i)), count, dimensions };
    const queries = [0, 1].map((shift) => ({ values: Int8Array.from({ length: width }, (_, i) => fill(i + shift)) }));
    const loaded = await backend.load(rows);
    const expected = await (await createReferenceBackend().load(rows)).dot(queries);
    expect(await loaded.dot(queries)).toEqual(expected);
    loaded.dispose();
  });

  it('gives the exact integers for any int8 input', async () => {
    const value = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(-127, 127, 0) },
      fc.integer({ min: -127, max: 127 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 5 }),
        fc.infiniteStream(value),
        async (dimensions, count, stream) => {
          const width = dimensions.reduce((a, b) => a + b, 0);
          const take = (length: number): Int8Array => Int8Array.from({ length }, () => stream.next().value as number);
          const values = take(count * width);
          const query = take(width);
          const loaded = await backend.load({ values, count, dimensions });
          const [dots] = await loaded.dot([{ values: query }]);
          let at = 0;
          for (let row = 0; row < count; row++) {
            let q = 0;
            dimensions.forEach((dimension, block) => {
              let exact = 0n;
              for (let i = 0; i < dimension; i++) exact += BigInt(values[at++]!) * BigInt(query[q++]!);
              expect(BigInt(dots![row * dimensions.length + block]!)).toBe(exact);
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('names the choices when asked for an unknown backend', () => {
  expect(() => createBackend('abacus')).toThrow(UnknownBackendError);
});

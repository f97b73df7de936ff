import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildPaddedLayout } from './paddedLayout.js';

it('leaves rows as they are where every block is a multiple of 16', () => {
  const layout = buildPaddedLayout([256, 16]);
  const rows = new Int8Array(544).fill(3);
  expect(layout).toMatchObject({ width: 272, paddedWidth: 272 });
  expect(layout.pad(rows)).toBe(rows);
});

it('has nothing where there are no blocks', () => {
  expect(buildPaddedLayout([])).toMatchObject({ width: 0, paddedWidth: 0, blocks: [] });
});

it('puts every value of every block at its place, and zeros between', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 4 }),
      (dimensions, count) => {
        const layout = buildPaddedLayout(dimensions);
        const rows = Int8Array.from({ length: count * layout.width }, (_, i) => (i % 127) + 1);
        const padded = layout.pad(rows);
        expect(padded.length).toBe(count * layout.paddedWidth);
        const found: number[] = [];
        for (let row = 0; row < count; row++) {
          layout.blocks.forEach(({ offset, length }, block) => {
            expect([offset % 16, length % 16]).toEqual([0, 0]);
            const values = [...padded.subarray(row * layout.paddedWidth + offset).subarray(0, length)];
            found.push(...values.slice(0, dimensions[block]));
            expect(values.slice(dimensions[block]).every((value) => value === 0)).toBe(true);
          });
        }
        expect(found).toEqual([...rows]);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildPaddedLayout } from '../gpu/paddedLayout.js';
import { MAX_FEW_QUERIES } from './dotFewPtx.js';
import { planFewLaunches } from './fewLaunches.js';

it('needs one launch for rows of an ordinary index', () => {
  const launches = planFewLaunches(buildPaddedLayout(Array.from({ length: 16 }, () => 256)), MAX_FEW_QUERIES);
  expect(launches).toHaveLength(1);
  expect(launches[0]).toMatchObject({ first: 0, span: 4096 });
  expect([...launches[0]!.parts.subarray(4, 8)]).toEqual([256, 16, 1, 0]);
});

it('covers every byte once, in order, within shared memory, and no block twice in a launch', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 133_144 })), { maxLength: 8 }),
      fc.integer({ min: 1, max: MAX_FEW_QUERIES }),
      (dimensions, queryCount) => {
        const layout = buildPaddedLayout(dimensions);
        const begun = new Set<number>();
        let end = 0;
        for (const { first, span, parts } of planFewLaunches(layout, queryCount)) {
          expect(first).toBe(end);
          expect(span * queryCount).toBeLessThanOrEqual(48 * 1024);
          const columns: number[] = [];
          for (let i = 0; i < parts.length; i += 4) {
            const [offset, vectors, column, adds] = parts.subarray(i, i + 4) as unknown as number[];
            expect(first + offset!).toBe(end);
            expect(adds).toBe(begun.has(column!) ? 1 : 0);
            begun.add(column!);
            columns.push(column!);
            end += vectors! * 16;
          }
          expect(new Set(columns).size).toBe(columns.length);
          expect(first + span).toBe(end);
        }
        expect(end).toBe(layout.paddedWidth);
        expect(begun.size).toBe(dimensions.length);
      },
    ),
  );
});

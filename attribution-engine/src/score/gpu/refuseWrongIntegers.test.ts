import { expect, it } from 'vitest';
import { BackendUnavailableError } from '../errors.js';
import { createReferenceBackend } from '../referenceBackend.js';
import type { ScoringBackend } from '../scoringBackend.js';
import { refuseWrongIntegers } from './refuseWrongIntegers.js';

/** The reference, but for what `spoil` makes of its answers. */
function spoilt(spoil: (dots: Int32Array[]) => Int32Array[]): ScoringBackend & { disposals: number } {
  const reference = createReferenceBackend();
  const backend = {
    ...reference,
    disposals: 0,
    async allocate(dimensions: readonly number[], capacity: number) {
      const rows = await reference.allocate(dimensions, capacity);
      return {
        ...rows,
        dot: async (...values: Parameters<typeof rows.dot>) => spoil(await rows.dot(...values)),
      };
    },
    dispose: async () => void backend.disposals++,
  };
  return backend;
}

it('gives back a backend that is right', async () => {
  const backend = spoilt((dots) => dots);
  expect(await refuseWrongIntegers(backend, [1, 5])).toBe(backend);
  expect(backend.disposals).toBe(0);
});

it('releases one that is wrong by one in one place, and says where', async () => {
  const backend = spoilt((dots) => {
    if (dots.length === 5) dots[4]![3 * 202 + 2]!++;
    return dots;
  });
  const trying = refuseWrongIntegers(backend, [1, 5]);
  await expect(trying).rejects.toThrow(BackendUnavailableError);
  await expect(trying).rejects.toThrow(/a trial with 5 queries: query 4, row 202, block 2 is/);
  expect(backend.disposals).toBe(1);
});

it('releases one that throws', async () => {
  const backend = spoilt(() => {
    throw new Error('the compiler gave up');
  });
  await expect(refuseWrongIntegers(backend, [1])).rejects.toThrow(/failed its trial: the compiler gave up/);
  expect(backend.disposals).toBe(1);
});

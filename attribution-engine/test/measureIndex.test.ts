import { expect, it } from 'vitest';
import { readerOf, type AttributionIndex } from '../src/index/attributionIndex.js';
import type { ModelAttribution } from '../src/model/createModelAttribution.js';
import { UnmeasurableIndexError } from '../src/quality/UnmeasurableIndexError.js';
import { measureIndex } from '../src/quality/measureIndex.js';
import { sampleRows } from '../src/quality/sampleRows.js';
import { createTinyNetwork } from './tinyNetwork.js';

const { index, base, adapter, attribution } = await createTinyNetwork();
const SEED = `0x${'5e'.repeat(32)}`;
const SAMPLE = sampleRows(32, 24, SEED);

interface Changes {
  index?: Partial<AttributionIndex>;
  attribution?: Partial<ModelAttribution>;
  signal?: AbortSignal;
}

const measure = ({ index: changed, attribution: replaced, signal }: Changes = {}) =>
  measureIndex(
    { base, adapter, attribution: { ...attribution, ...replaced }, index: readerOf({ ...index, ...changed }) },
    { seed: SEED, ...(signal && { signal }) },
  );

it('draws rows from all over an index, others for another root, and all of a small one', () => {
  const sample = sampleRows(1000, 24, SEED);
  expect(sample).toHaveLength(24);
  sample.forEach((row, part) => {
    expect(row).toBeGreaterThanOrEqual(Math.floor((part * 1000) / 24));
    expect(row).toBeLessThan(Math.floor(((part + 1) * 1000) / 24));
  });
  expect(sampleRows(1000, 24, 'another')).not.toEqual(sample);
  expect(sampleRows(5, 24, SEED)).toEqual([0, 1, 2, 3, 4]);
  expect(sampleRows(0, 24, SEED)).toEqual([]);
});

it('confirms every row of an honest index, and measures the same again', async () => {
  const figures = await measure();
  expect(figures).toMatchObject({
    rowsSampled: 24,
    rowsConfirmed: 24,
    answersAsked: 24,
    contributionCount: 5,
    unrelatedAsked: 12,
  });
  expect(await measure()).toEqual(figures);
});

it('does not confirm rows that are other rows, nor tokens that the model cannot take', async () => {
  const [a, b, c] = [SAMPLE[3]!, SAMPLE[17]!, SAMPLE[20]!];
  const width = index.values.length / 32;
  const values = index.values.slice();
  values.set(index.values.subarray(a * width, (a + 1) * width), b * width);
  values.set(index.values.subarray(b * width, (b + 1) * width), a * width);
  const tooLong = { promptIds: new Array<number>(500).fill(5), completionIds: [6] };
  const examples = index.examples!.map((example, row) => (row === c ? tooLong : example));
  expect(await measure({ index: { values } })).toMatchObject({ rowsSampled: 24, rowsConfirmed: 22, answersAsked: 24 });
  expect(await measure({ index: { examples } })).toMatchObject({ rowsConfirmed: 23, answersAsked: 23 });
});

it('counts who is attributed, and how much of it goes to the contribution that was asked', async () => {
  const queried: number[] = [];
  const figures = await measure({
    attribution: {
      computeQuery: (example) => {
        queried.push(example.completionIds.length);
        return attribution.computeQuery(example);
      },
      attribute: async (query) => {
        const result = await attribution.attribute(query);
        // Every second answer is attributed: a third of it to contribution 1, the rest to one that no row is of.
        if (queried.length % 2 === 0) return { ...result, unattributed: true, shares: [] };
        const shares = [1n, 9n].map((contributionId) => ({
          contributionId,
          weight: contributionId === 1n ? 1n : 2n,
          rows: [],
        }));
        return { ...result, unattributed: false, shares };
      },
    },
  });
  const asked = SAMPLE.filter((_, i) => i % 2 === 0).map((row) => index.contributions[row]);
  const ones = asked.filter((contributionId) => contributionId === 1).length;
  expect(ones).toBeGreaterThan(0);
  expect(figures).toMatchObject({
    answersAsked: 24,
    answersAttributed: 12,
    rightContributionBps: Math.floor((3333 * ones) / 12),
    unrelatedAsked: 12,
    unrelatedAttributed: 6,
  });
  expect(Math.max(...queried.slice(0, 24))).toBeLessThanOrEqual(49);
});

it('says nothing of pay where no answer is attributed', async () => {
  const nobody = await measure({
    attribution: {
      attribute: async (query) => ({ ...(await attribution.attribute(query)), unattributed: true, shares: [] }),
    },
  });
  expect(nobody).toMatchObject({ answersAttributed: 0, rightContributionBps: null, unrelatedAttributed: 0 });
});

it('refuses an index that does not tell what its rows were, and ends when told', async () => {
  const { examples: _, ...untold } = index;
  const model = { base, adapter, attribution, index: readerOf(untold) };
  await expect(measureIndex(model, { seed: SEED })).rejects.toThrow(UnmeasurableIndexError);
  await expect(measure({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
});

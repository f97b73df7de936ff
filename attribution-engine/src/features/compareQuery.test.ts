import { quantizeRecord, type FeatureRecord } from '@tributary/protocol';
import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { compareQuery } from './compareQuery.js';

const DIMENSIONS = [128, 16];
const random = createSeededRandom('compare');
const GRADIENT = DIMENSIONS.map((length, b) => Float64Array.from({ length }, () => random.nextGaussian() * 10 ** -b));
const OWN = quantizeRecord(GRADIENT);
const ZERO: FeatureRecord = { exponents: new Int8Array(2), values: new Int8Array(144) };

/** The record with one block scaled by 2^by. */
function shifted(record: FeatureRecord, block: number, by: number): FeatureRecord {
  const exponents = record.exponents.slice();
  exponents[block]! += by;
  return { exponents, values: record.values };
}

describe('compareQuery', () => {
  it('accepts what is the same', () => {
    expect(compareQuery(OWN, OWN, DIMENSIONS)).toEqual({ accepted: true, cosine: 1, blockError: 0 });
  });

  it('accepts the last bits of another machine', () => {
    const values = OWN.values.slice();
    values[3]! += values[3]! > 0 ? -1 : 1;
    const { accepted, cosine, blockError } = compareQuery({ ...OWN, values }, OWN, DIMENSIONS);
    expect(accepted).toBe(true);
    expect(cosine).toBeLessThan(1);
    expect(blockError).toBeGreaterThan(0);
  });

  it('refuses another gradient', () => {
    const other = quantizeRecord(GRADIENT.map((block) => block.map(() => random.nextGaussian())));
    expect(compareQuery(other, OWN, DIMENSIONS).accepted).toBe(false);
  });

  it('refuses the same direction at another length: the cosine alone would not see it', () => {
    const twice = shifted(shifted(OWN, 0, 1), 1, 1);
    const { accepted, cosine, blockError } = compareQuery(twice, OWN, DIMENSIONS);
    expect(cosine).toBeCloseTo(1, 9);
    expect(blockError).toBeCloseTo(1, 9);
    expect(accepted).toBe(false);
  });

  it('refuses one small block that is wrong beside a large one that is right', () => {
    const tiny = quantizeRecord([GRADIENT[0]!, GRADIENT[1]!.map((value) => value / 1e6)]);
    const values = tiny.values.slice();
    for (let i = 128; i < 144; i++) values[i] = -values[i]!;
    const { accepted, cosine, blockError } = compareQuery({ ...tiny, values }, tiny, DIMENSIONS);
    expect(cosine).toBeGreaterThan(0.999999);
    expect(blockError).toBeCloseTo(2, 9);
    expect(accepted).toBe(false);
  });

  it('refuses small errors everywhere that together turn the direction', () => {
    // Every block is off by less than 1 %, at right angles: the block error alone would not see it.
    const own = { exponents: Int8Array.of(0, 0), values: new Int8Array(144).fill(127) };
    const values = own.values.map((value, i) => (i % 2 ? value - 1 : value));
    const turned = { exponents: own.exponents, values };
    for (let i = 0; i < 144; i += 4) values[i] = 125;
    const { accepted, cosine, blockError } = compareQuery(turned, own, DIMENSIONS);
    expect(blockError).toBeLessThan(0.01);
    expect(cosine).toBeLessThan(0.99999);
    expect(accepted).toBe(false);
  });

  it('takes two zero queries for equal, and no zero for anything else', () => {
    expect(compareQuery(ZERO, ZERO, DIMENSIONS)).toEqual({ accepted: true, cosine: 1, blockError: 0 });
    expect(compareQuery(ZERO, OWN, DIMENSIONS)).toEqual({ accepted: false, cosine: 0, blockError: 1 });
    expect(compareQuery(OWN, ZERO, DIMENSIONS)).toEqual({ accepted: false, cosine: 0, blockError: Infinity });
  });

  it('refuses a block that ought to be zero', () => {
    const own = quantizeRecord([GRADIENT[0]!, new Float64Array(16)]);
    const forged = quantizeRecord([GRADIENT[0]!, Float64Array.from({ length: 16 }, () => 1e-9)]);
    expect(compareQuery(forged, own, DIMENSIONS)).toMatchObject({ accepted: false, blockError: Infinity });
    // An exponent without a value is still a zero block.
    expect(compareQuery(shifted(own, 1, 100), own, DIMENSIONS)).toMatchObject({ accepted: true, blockError: 0 });
  });
});

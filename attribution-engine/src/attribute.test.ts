import { readFileSync } from 'node:fs';
import {
  RowNorms,
  createSeededRandom,
  integerVector,
  rowClips,
  weighRowsInStages,
  type FeatureRecord,
  type SeededRandom,
} from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { createAttributor, type AttributionResult, type Attributor } from './attribute.js';
import { allocateRows, readerOf, type IndexReader } from './index/attributionIndex.js';
import { openBackend } from './score/openBackend.js';

interface Row {
  exponents: number[];
  values: number[];
}

const byValue = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const lowerMedian = (values: readonly bigint[]): bigint => [...values].sort(byValue)[Math.ceil(values.length / 2) - 1]!;
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

/** ⌊√n⌋ by halving, the obvious way. */
function root(n: bigint): bigint {
  let [low, high] = [0n, n + 1n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle <= n) low = middle;
    else high = middle;
  }
  return low;
}

/** ⌊a/b⌋ for b > 0, also where a is negative. */
const floorDivide = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

/**
 * Steps 5 and 6 of docs/attribution.md again, from its text: every number in units of 2⁻²⁵⁶ first, brought to the
 * rule's unit at the end.
 */
function recompute(dimensions: number[], rows: Row[], contributions: number[], query: Row) {
  const blocks = (row: Row): { scaled: bigint[]; exponent: number }[] => {
    let at = 0;
    return dimensions.map((dimension, b) => {
      const values = row.values.slice(at, (at += dimension));
      const exponent = row.exponents[b]!;
      return { scaled: values.map((value) => BigInt(value) << BigInt(exponent + 128)), exponent };
    });
  };
  const unitOf = (records: Row[]): number => {
    const live = records.flatMap((row) => blocks(row).filter(({ scaled }) => scaled.some((value) => value !== 0n)));
    return live.length === 0 ? 0 : Math.min(...live.map(({ exponent }) => exponent));
  };
  const unit = unitOf(rows);
  const dot = (a: Row, b: Row): bigint => {
    const [left, right] = [blocks(a).flatMap((x) => x.scaled), blocks(b).flatMap((x) => x.scaled)];
    return sum(left.map((value, i) => value * right[i]!));
  };
  const scores = rows.map((row) => dot(row, query) >> BigInt(256 + unit + unitOf([query])));
  const norms = rows.map((row) => dot(row, row) >> BigInt(256 + 2 * unit));

  const count = rows.length;
  const none = { scores, shares: [], unattributed: true };
  if (count === 0) return none;
  const [gate, floorFactor] = count < 300 ? [13n, 4n] : [12n, 5n];
  const tail = Math.max(1, Math.floor(count / 100));
  const sorted = [...scores].sort(byValue);
  const lowest = sum(sorted.slice(0, tail));
  if (10n * sum(sorted.slice(count - tail)) < gate * (lowest < 0n ? -lowest : lowest)) return none;
  const median = lowerMedian(norms);
  const clips = norms.map((norm) => {
    if (norm === 0n) return 0n;
    const r = root((median * 2n ** 32n) / norm);
    return r < 65_536n ? r : 65_536n;
  });
  const clipped = scores.map((score, i) => floorDivide(score * clips[i]!, 65_536n));
  const m = lowerMedian(clipped);
  const d = lowerMedian(clipped.map((c) => (c > m ? c - m : m - c)));
  const p = clipped.map((c) => (c - m - floorFactor * d > 0n ? c - m - floorFactor * d : 0n));
  const positive = p.filter((x) => x > 0n).sort(byValue);
  if (positive.length === 0) return none;
  const k = Math.max(5, Math.floor(count / 100));
  const cap = positive.length < k ? positive[0]! : positive[positive.length - k]!;
  const shares = new Map<number, bigint>();
  p.forEach((x, i) => {
    const id = contributions[i]!;
    const weight = x < cap ? x : cap;
    if (weight > 0n) shares.set(id, (shares.get(id) ?? 0n) + weight);
  });
  return { scores, shares: [...shares].sort(([a], [b]) => a - b), unattributed: false };
}

const toIndex = (dimensions: number[], rows: Row[], contributions: number[]): IndexReader =>
  readerOf({
    method: 'gradient/1',
    blocks: dimensions.map((dimension, b) => ({ name: `b${b}`, dimension })),
    values: Int8Array.from(rows.flatMap((row) => row.values)),
    exponents: Int8Array.from(rows.flatMap((row) => row.exponents)),
    contributions: Uint32Array.from(contributions),
    lines: Uint32Array.from(contributions, (_, i) => i + 100),
    baseDigest: '',
    adapterDigest: '',
  });
const toRecord = (row: Row): FeatureRecord => ({
  exponents: Int8Array.from(row.exponents),
  values: Int8Array.from(row.values),
});

/** A row of random blocks; one in eight is zero, and one exponent in sixteen is as far out as they go. */
function drawRow(dimensions: number[], random: SeededRandom): Row {
  const draw = (n: number): number => random.nextU32() % n;
  const exponents = dimensions.map(() => (draw(16) === 0 ? [-128, 127][draw(2)]! : draw(12) - 6));
  const values = dimensions.flatMap((dimension) => {
    const zero = draw(8) === 0;
    return Array.from({ length: dimension }, () => (zero ? 0 : draw(255) - 127));
  });
  return { exponents, values };
}

/** Wholly on the device, a few rows at a time, and one row at a time. */
describe.each([
  ['reference', Infinity],
  ['wasm', Infinity],
  ['wasm', 1000],
  ['wasm', 1],
])('createAttributor on %s with %d bytes', async (name, memoryBytes) => {
  const backend = await openBackend(name, { threads: 1 });
  const open = (index: IndexReader): Promise<Attributor> => createAttributor(index, backend, { memoryBytes });
  const attribute = async (attributor: Attributor, query: Row): Promise<AttributionResult> =>
    (await attributor.attribute([toRecord(query)]))[0]!;
  const exactScores = ({ scores }: AttributionResult): bigint[] => [...scores.rounded].map((_, i) => scores.exact(i));

  it.each([0, 1, 2, 7, 20, 99, 100, 299, 300, 501])('gives the integers of the rule over %i rows', async (count) => {
    const random = createSeededRandom(`attribute/${count}`);
    const dimensions = [5, 16, 1, 33];
    let attributed = 0;
    for (let trial = 0; trial < 12; trial++) {
      const rows = Array.from({ length: count }, () => drawRow(dimensions, random));
      const query = drawRow(dimensions, random);
      // Without rows like the query the gate would hold most answers back.
      for (let like = 0; like < count / 8; like++) rows[random.nextU32() % count] = { ...query };
      const contributions = rows.map(() => [1, 2, 3, 2 ** 32 - 1][random.nextU32() % 4]!);
      const attributor = await open(toIndex(dimensions, rows, contributions));
      const result = await attribute(attributor, query);
      attributor.dispose();
      const { scores, shares, unattributed } = recompute(dimensions, rows, contributions, query);
      expect(exactScores(result)).toEqual(scores);
      expect(result.unattributed).toBe(unattributed);
      expect(result.shares.map((share) => [Number(share.contributionId), share.weight])).toEqual(shares);
      for (const { row, line } of result.shares.flatMap((share) => share.rows)) expect(line).toBe(row + 100);
      if (!unattributed) attributed++;
    }
    if (count >= 100) expect(attributed).toBeGreaterThan(0);
  });

  it('gives the golden scores of docs/attribution.md', async () => {
    const text = readFileSync(new URL('../../docs/attribution.md', import.meta.url), 'utf8');
    const vector = <T>(label: string): T =>
      JSON.parse(new RegExp(`\`\`\`json vector:${label}\n(.*)\n`).exec(text)![1]!) as T;
    const { dimensions, rows } = vector<{ dimensions: number[]; rows: Row[] }>('clips');
    const { query, scores } = vector<{ query: Row; scores: string[] }>('scores');
    const attributor = await open(toIndex(dimensions, rows, [1, 2, 3, 4]));
    expect(exactScores(await attribute(attributor, query))).toEqual(scores.map(BigInt));
  });

  it('gives the shares that come out by hand', async () => {
    // The norms' median is 10,004. Longer rows are clipped: scores 3, 4, 5, 6 to 2, 3, 4, 5, and 120 to 68. The clipped
    // scores' median is 2, their deviations' too, so the floor is 10; 40, 30 and 58 are left, capped at the least.
    const values = [
      ...[
        [0, 100],
        [1, 100],
        [2, 100],
        [3, 100],
        [4, 100],
        [5, 100],
        [6, 100],
        [-1, 100],
        [-2, 100],
      ],
      ...[
        [50, 0],
        [40, 0],
        [120, 127],
      ],
    ];
    const rows = values.map((row) => ({ exponents: [0], values: row }));
    const index = toIndex([2], rows, [1, 2, 3, 1, 2, 3, 1, 2, 3, 7, 7, 4]);
    const { shares, unattributed } = await attribute(await open(index), { exponents: [0], values: [1, 0] });
    expect(unattributed).toBe(false);
    expect(shares).toEqual([
      { contributionId: 4n, weight: 30n, rows: [{ row: 11, line: 111, weight: 30n }] },
      {
        contributionId: 7n,
        weight: 60n,
        rows: [
          { row: 9, line: 109, weight: 30n },
          { row: 10, line: 110, weight: 30n },
        ],
      },
    ]);
  });

  it('weighs by gradient/2 what the start blocks and all blocks score apart', async () => {
    const random = createSeededRandom('stages');
    const dimensions = [5, 16, 1, 33];
    const count = 240;
    const reasons = new Set<unknown>();
    for (let trial = 0; trial < 12; trial++) {
      const rows = Array.from({ length: count }, () => drawRow(dimensions, random));
      const query = drawRow(dimensions, random);
      for (let like = 0; like < count / 8; like++) rows[random.nextU32() % count] = { ...query };
      const families = Uint32Array.from(rows, () => random.nextU32() % 3);
      const plain = toIndex(
        dimensions,
        rows,
        rows.map((_, i) => i),
      );
      const blocks = plain.blocks.map((block, b) => ({ ...block, name: b < 2 ? `start/${b}` : `final/${b}` }));
      const attributor = await open({ ...plain, blocks, method: 'gradient/2', families });
      const { weights, scores, unattributed, reason } = await attribute(attributor, query);
      attributor.dispose();

      // The start blocks alone are scored by an index that has zeros elsewhere; some exponent is as far out as they go, so the unit is the same.
      const zeroed = (row: Row): Row => ({ ...row, values: row.values.map((value, i) => (i < 21 ? value : 0)) });
      const sides = await Promise.all(
        [rows, rows.map(zeroed)].map(async (side) => {
          const index = toIndex(
            dimensions,
            side,
            side.map((_, i) => i),
          );
          const { values, exponents } = allocateRows(index, count);
          await index.read(0, { values, exponents });
          const norms = new RowNorms(count);
          norms.measure(0, values, exponents, dimensions);
          const own = await open(index);
          const scored = exactScores(await attribute(own, query));
          own.dispose();
          return { scores: integerVector(scored), clips: rowClips(norms) };
        }),
      );
      const expected = weighRowsInStages({ all: sides[0]!, start: sides[1]!, families });
      expect({ weights, unattributed, reason }).toEqual({ reason: undefined, ...expected });
      expect(exactScores({ scores } as AttributionResult)).toEqual(rows.map((_, i) => sides[0]!.scores.exact(i)));
      reasons.add(reason);
    }
    expect(reasons.has(undefined)).toBe(true);
  });

  it('gives every answer the same, asked alone, together or at the same time', async () => {
    const random = createSeededRandom('again');
    const dimensions = [40];
    const rows = Array.from({ length: 30 }, () => drawRow(dimensions, random));
    const attributor = await open(
      toIndex(
        dimensions,
        rows,
        rows.map((_, i) => i),
      ),
    );
    const first = exactScores(await attribute(attributor, rows[3]!));
    const [together, atOnce] = await Promise.all([
      attributor.attribute([rows[5]!, rows[3]!].map(toRecord)),
      attribute(attributor, rows[3]!),
    ]);
    expect(exactScores(together[1]!)).toEqual(first);
    expect(exactScores(atOnce)).toEqual(first);
    expect(exactScores(together[0]!)).not.toEqual(first);
  });
});

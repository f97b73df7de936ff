import { createReferenceBackend } from './referenceBackend.js';
import type { DeviceRows, QueryValues, ScoringBackend } from './scoringBackend.js';

/** What every backend has to get right to the bit; expected is what the reference backend gives. */
export interface BackendCase {
  readonly name: string;
  readonly dimensions: readonly number[];
  /** Rows. */
  readonly capacity: number;
  readonly queryCount: number;
  /** Rows asked for, one after the other; all of them unless told. */
  readonly counts?: readonly number[];
  /** Rows of one write; all of them unless told. */
  readonly writeRows?: number;
  /** How often other rows are written over the first ones, as an index streams; each time all counts are asked. */
  readonly rewrites?: number;
  /** The i-th value, within ±127. */
  readonly fill: (i: number) => number;
}

/** A backend gave another integer than the reference. */
export class BackendMismatch extends Error {
  constructor(facts: { case: string; query: number; row: number; block: number; expected: number; actual: number }) {
    super(
      `${facts.case}: query ${facts.query}, row ${facts.row}, block ${facts.block} is ${facts.actual}, not ${facts.expected}`,
    );
  }
}

const random = (i: number): number => {
  let x = Math.imul(i + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return (((x ^ (x >>> 13)) >>> 0) % 255) - 127;
};
const extremes = (i: number): number => (random(i) > 0 ? 127 : -127);
const repeat = (times: number, dimension: number): number[] => Array.from({ length: times }, () => dimension);

const shape = (
  name: string,
  dimensions: readonly number[],
  capacity: number,
  rest: Partial<BackendCase> = {},
): BackendCase => ({ name, dimensions, capacity, queryCount: 2, fill: random, ...rest });

/** The case table. */
export const BACKEND_CASES: readonly BackendCase[] = [
  shape('nothing at all', [], 0),
  shape('no rows', [16, 3], 0),
  shape('rows of which none is asked', [16, 3], 5, { counts: [0] }),
  shape('one value', [1], 1, { fill: () => -3 }),
  shape('one row', [256, 256], 1),
  shape('odd blocks beside even ones', [15, 16, 17, 31, 1, 33, 63, 64, 65, 2], 7),
  shape('prime blocks, many rows', [13, 127, 61], 1021),
  shape(
    'many blocks',
    Array.from({ length: 300 }, (_, b) => (b % 19) + 1),
    50,
  ),
  shape('300 blocks of one value', repeat(300, 1), 33),
  shape('zeros', [48, 5], 9, { fill: () => 0 }),
  shape('largest products of one sign', [16_384], 3, { fill: () => 127 }),
  shape('largest products of the other sign', [4096, 4096], 3, { fill: (i) => (i < 3 * 8192 ? 127 : -127) }),
  shape('extremes at random', [256, 100, 1024], 65, { fill: extremes }),
  shape('the widest block an int32 can hold', [133_144], 2, { fill: () => -127, queryCount: 1 }),
  ...[1, 2, 3, 4, 5, 8, 32, 100, 256, 1000, 4096, 16_384].map((k) =>
    shape(`blocks of ${k}`, [k, k], Math.max(5, Math.min(300, Math.floor(200_000 / k)))),
  ),
  ...[1, 3, 7, 33, 257].map((queryCount) => shape(`${queryCount} queries at once`, [96, 31, 128], 67, { queryCount })),
  ...[1, 3].map((queryCount) =>
    shape(`${queryCount} queries, rows for several threads`, [256, 256], 9007, { queryCount, counts: [9007, 8195] }),
  ),
  shape('33 queries, rows for several threads', [64, 62], 9007, { queryCount: 33 }),
  shape('some of the rows', [40, 24], 1000, { counts: [1, 2, 3, 4, 5, 63, 64, 65, 255, 256, 257, 999, 1000] }),
  shape('rows written in pieces', [40, 24], 1000, { writeRows: 77 }),
  shape('rows written over', [40, 24], 500, { writeRows: 128, rewrites: 3, counts: [500, 100] }),
  shape('large rows written over', [1024], 3000, { writeRows: 1000, rewrites: 2, counts: [3000, 1111] }),
  shape('a hundred thousand rows', [7, 9], 100_003, { queryCount: 3, counts: [100_003, 65_537] }),
  shape('a million rows', [4], 1_000_000, { queryCount: 1 }),
  shape('more than a million rows of one value', [1], 1_048_577, { queryCount: 5 }),
  shape('more queries than fit at once', [2, 3], 41, { queryCount: 1100 }),
];

/** Products that a case asks for: what it costs a slow device. */
export function productsOf(backendCase: BackendCase): number {
  const width = backendCase.dimensions.reduce((a, b) => a + b, 0);
  const counts = backendCase.counts ?? [backendCase.capacity];
  const asked = counts.reduce((a, b) => a + b, 0);
  return width * asked * backendCase.queryCount * ((backendCase.rewrites ?? 0) + 1);
}

/**
 * Runs one case.
 *
 * @throws {BackendMismatch} at the first integer that differs
 */
export async function checkBackendCase(backend: ScoringBackend, backendCase: BackendCase): Promise<void> {
  const { dimensions, capacity, queryCount, fill } = backendCase;
  const width = dimensions.reduce((a, b) => a + b, 0);
  const queries = Array.from({ length: queryCount }, (_, q) => ({
    values: Int8Array.from({ length: width }, (_, i) => fill(capacity * width + q * width + i)),
  }));
  const rows = await backend.allocate(dimensions, capacity);
  const expected = await createReferenceBackend().allocate(dimensions, capacity);
  try {
    for (let round = 0; round <= (backendCase.rewrites ?? 0); round++) {
      const from = round * 1_000_003;
      const values = new Int8Array(capacity * width);
      for (let i = 0; i < values.length; i++) values[i] = fill(from + i);
      await expected.write(0, values);
      await writePieces(rows, values, width, backendCase.writeRows ?? capacity);
      for (const count of backendCase.counts ?? [capacity]) {
        await compare(backendCase, rows, expected, queries, count);
      }
    }
  } finally {
    rows.dispose();
    expected.dispose();
  }
}

async function writePieces(rows: DeviceRows, values: Int8Array, width: number, writeRows: number): Promise<void> {
  for (let at = 0; at < rows.capacity; at += writeRows) {
    // A copy that is spoilt at once: the rows must not be read from it later.
    const piece = values.slice(at * width, Math.min(at + writeRows, rows.capacity) * width);
    await rows.write(at, piece);
    piece.fill(99);
  }
}

async function compare(
  { name, dimensions, capacity }: BackendCase,
  rows: DeviceRows,
  reference: DeviceRows,
  queries: readonly QueryValues[],
  count: number,
): Promise<void> {
  const actual = await (count === capacity ? rows.dot(queries) : rows.dot(queries, count));
  const expected = await reference.dot(queries, count);
  if (actual.length !== expected.length) throw new Error(`${name}: ${actual.length} results for ${queries.length}`);
  expected.forEach((dots, query) => {
    const given = actual[query]!;
    if (given.length !== dots.length) throw new Error(`${name}: ${given.length} int32s, not ${dots.length}`);
    const at = dots.findIndex((dot, i) => dot !== given[i]);
    if (at === -1) return;
    const blocks = dimensions.length;
    const facts = { case: name, query, row: Math.floor(at / blocks), block: at % blocks };
    throw new BackendMismatch({ ...facts, expected: dots[at]!, actual: given[at]! });
  });
}

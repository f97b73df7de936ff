import { decodeSafetensors } from '@tributary/lora';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeSpans } from './attributeSpans.js';
import { buildSpanTables } from './buildSpanTables.js';
import { createMemorySource } from './byteSource.js';
import { checkSpanIndex } from './checkSpanIndex.js';
import { encodeSpanTables } from './encodeSpanTables.js';
import { openFileSource } from './openFileSource.js';
import { openSpanIndex } from './openSpanIndex.js';
import { MalformedSpanIndexError, createSpanIndex, type SpanTables } from './spanIndex.js';
import { rootOfSpanIndex } from './rootOfSpanIndex.js';
import { writeSpanTables } from './writeSpanTables.js';

const ROWS = Array.from({ length: 60 }, (_, row) => ({
  tokens: Array.from({ length: 50 + (row % 7) }, (_, i) => (row * row * 997 + i * i * 61 + i * row * 13) % 3000),
  contributionId: 100 + (row % 5),
  line: row,
}));
/** The same rows in a larger vocabulary: its whole width is used. */
const spread = (tokens: number[], vocabularySize: number): number[] =>
  tokens.map((token) => token * Math.floor(vocabularySize / 3000));
const build = (vocabularySize: number): SpanTables =>
  buildSpanTables(
    ROWS.map((row) => ({ ...row, tokens: spread(row.tokens, vocabularySize) })),
    { vocabularySize, tokenizerDigest: '0xabc' },
  );
const ANSWER = [...ROWS[3]!.tokens.slice(5, 40), 2999, 2999, ...ROWS[44]!.tokens.slice(0, 25)];
/** Less than any of the larger columns needs. */
const LITTLE_MEMORY = 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'span-index-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the tables whose one entry is another. */
function altered(
  key: 'symbols' | 'suffixes' | 'tokenStarts' | 'samples' | 'rowStarts',
  at: number,
  value: number,
): SpanTables {
  const tables = build(3000);
  const array = tables[key].slice();
  array[at] = value;
  return { ...tables, [key]: array };
}

describe.each([
  ['16 bits a symbol', 3000],
  ['24 bits a symbol', 128_256],
])('an index file with %s', (_, vocabularySize) => {
  const tables = build(vocabularySize);
  const answer = spread(ANSWER, vocabularySize);
  const expected = attributeSpans(createSpanIndex(tables), answer);

  it.each([
    ['in memory', 2 ** 30],
    ['on disk', LITTLE_MEMORY],
    ['partly on disk', 700_000],
  ])('answers alike %s', (name, memoryBytes) => {
    const path = join(folder, `${vocabularySize}-${name}.safetensors`);
    writeSpanTables(tables, path);
    const source = openFileSource(path);
    try {
      const index = openSpanIndex(source, memoryBytes);
      checkSpanIndex(index);
      expect(attributeSpans(index, answer)).toEqual(expected);
      expect(expected.scores.map(({ row }) => row)).toEqual([3, 44]);
      expect(index).toMatchObject({ vocabularySize, tokenizerDigest: '0xabc' });
      expect(rootOfSpanIndex(index)).toBe(rootOfSpanIndex(createSpanIndex(tables)));
    } finally {
      source.close();
    }
  });

  it('is the same bytes at once and in pieces, and leaves nothing unfinished', () => {
    const path = join(folder, `${vocabularySize}-bytes.safetensors`);
    writeSpanTables(tables, path);
    const source = openFileSource(path);
    const bytes = new Uint8Array(source.byteLength);
    source.read(0, bytes);
    source.close();
    expect(Buffer.compare(bytes, encodeSpanTables(tables))).toBe(0);
    expect(readdirSync(folder).filter((file) => file.endsWith('.unfinished'))).toEqual([]);
  });

  it('is a safetensors file like any other', () => {
    const { tensors, metadata } = decodeSafetensors(encodeSpanTables(tables));
    expect([...tensors.keys()].join()).toBe('contribution,line,row_start,sample,suffix,text,token_start');
    expect(tensors.get('suffix')).toEqual({ dtype: 'U32', shape: [tables.suffixes.length], data: tables.suffixes });
    const text = tensors.get('text')!;
    const places = vocabularySize < 65_536 ? [1] : [1, 2 ** 8, 2 ** 16];
    const symbols = tables.symbols.map((_, i) =>
      places.reduce((sum, place, b) => sum + place * text.data[i * places.length + b]!, 0),
    );
    expect(symbols).toEqual(tables.symbols);
    expect(Object.fromEntries(metadata)).toEqual({
      ...{ format: 'tributary-span-index/1', method: 'span/1', tokenizer: '0xabc' },
    });
  });

  it('reads from disk what many pages hold', () => {
    const rows = Array.from({ length: 3000 }, (_, row) => ({
      tokens: Array.from({ length: 40 }, (_, i) => (row * row * 31 + i * i * 7 + i * row) % 2999),
      contributionId: row,
      line: 0,
    }));
    const large = buildSpanTables(rows, { vocabularySize, tokenizerDigest: '' });
    const index = openSpanIndex(createMemorySource(encodeSpanTables(large)), LITTLE_MEMORY);
    for (const row of [0, 1234, 2999]) {
      const part = rows[row]!.tokens.slice(3, 33);
      expect(attributeSpans(index, part)).toEqual(attributeSpans(createSpanIndex(large), part));
    }
    checkSpanIndex(index);
  });
});

it('opens an index of no rows', () => {
  const tables = buildSpanTables([], { vocabularySize: 10, tokenizerDigest: '' });
  const index = openSpanIndex(createMemorySource(encodeSpanTables(tables)));
  checkSpanIndex(index);
  expect(attributeSpans(index, [1, 2])).toMatchObject({ unattributed: true, reason: 'NO_ROWS' });
});

describe('rootOfSpanIndex', () => {
  const root = rootOfSpanIndex(createSpanIndex(build(3000)));

  it('covers every token, the cuts between rows and the contributions', () => {
    const other = (change: (rows: { tokens: number[]; contributionId: number; line: number }[]) => void): string => {
      const rows = ROWS.map((row) => ({ ...row, tokens: [...row.tokens] }));
      change(rows);
      return rootOfSpanIndex(createSpanIndex(buildSpanTables(rows, { vocabularySize: 3000, tokenizerDigest: '' })));
    };
    expect(other(() => undefined)).toBe(root);
    expect(other((rows) => (rows[7]!.tokens[3] = 1))).not.toBe(root);
    expect(other((rows) => rows[8]!.tokens.unshift(rows[7]!.tokens.pop()!))).not.toBe(root);
    expect(other((rows) => (rows[7]!.contributionId = 9))).not.toBe(root);
  });

  it('covers nothing that follows from the text, which is checked instead', () => {
    const tables = altered('suffixes', 5, build(3000).suffixes[6]!);
    expect(rootOfSpanIndex(createSpanIndex(tables))).toBe(root);
    expect(() => checkSpanIndex(createSpanIndex(tables))).toThrow(MalformedSpanIndexError);
  });
});

describe('checkSpanIndex', () => {
  it('accepts what was built', () => checkSpanIndex(createSpanIndex(build(3000))));

  it('refuses a suffix that is there twice and one that is missing, where only the end of their rows follows', () => {
    const rows = [1, 2, 3].map((contributionId) => ({ tokens: [5], contributionId, line: 0 }));
    const tables = buildSpanTables(rows, { vocabularySize: 6, tokenizerDigest: '' });
    checkSpanIndex(createSpanIndex(tables));
    tables.suffixes[1] = tables.suffixes[2]!;
    expect(() => checkSpanIndex(createSpanIndex(tables))).toThrow(MalformedSpanIndexError);
  });

  it.each([
    [
      'two suffixes of one token are exchanged',
      () => {
        const tables = build(3000);
        const suffixes = tables.suffixes.slice();
        const first = tables.tokenStarts.findIndex((start, token) => tables.tokenStarts[token + 1]! > start + 1);
        const rank = tables.tokenStarts[first]!;
        [suffixes[rank], suffixes[rank + 1]] = [suffixes[rank + 1]!, suffixes[rank]!];
        return { ...tables, suffixes };
      },
    ],
    ['a suffix is there twice', () => altered('suffixes', 0, build(3000).suffixes[1]!)],
    ['a suffix is outside the text', () => altered('suffixes', 0, 2 ** 32 - 1)],
    ['a suffix is the end of a row', () => altered('suffixes', 0, ROWS[0]!.tokens.length)],
    ['a sample is another', () => altered('samples', 9, 1)],
    ['a token starts elsewhere', () => altered('tokenStarts', 1500, 0)],
    ['the last start is not the end', () => altered('tokenStarts', 3000, 7)],
    ['a row starts elsewhere', () => altered('rowStarts', 2, 7)],
    ['a row has two ends', () => altered('symbols', 3, 0)],
    ['a row has no end', () => altered('symbols', ROWS[0]!.tokens.length, 5)],
    ['a token is outside the vocabulary', () => altered('symbols', 3, 3001)],
  ])('refuses an index in which %s', (_, tables) => {
    expect(() => checkSpanIndex(createSpanIndex(tables()))).toThrow(MalformedSpanIndexError);
  });
});

describe('a hostile file', () => {
  const good = encodeSpanTables(build(3000));
  const headerLength = Number(new DataView(good.buffer, good.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(good.subarray(8, 8 + headerLength))) as Record<string, never>;
  const open = (bytes: Uint8Array, memoryBytes: number): unknown =>
    attributeSpans(openSpanIndex(createMemorySource(bytes), memoryBytes), ANSWER);
  const withHeader = (change: (header: Record<string, Record<string, unknown>>) => void): Uint8Array => {
    const changed = structuredClone(header);
    change(changed);
    const text = new TextEncoder().encode(JSON.stringify(changed));
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
    return Buffer.concat([length, text, good.subarray(8 + headerLength)]);
  };

  it.each([
    ['empty', () => new Uint8Array(0)],
    ['cut off', () => good.subarray(0, good.length - 1)],
    ['longer', () => Buffer.concat([good, Buffer.alloc(1)])],
    ['of a header of 2⁶³ bytes', () => Uint8Array.from(good, (byte, i) => (i < 8 ? (i === 7 ? 0x80 : 0) : byte))],
    ['of another format', () => withHeader((h) => (h['__metadata__']!['format'] = 'tributary-index/1'))],
    ['of no metadata', () => withHeader((h) => delete h['__metadata__'])],
    ['of a tensor less', () => withHeader((h) => delete h['line'])],
    ['of other types', () => withHeader((h) => (h['text']!['dtype'] = 'I16'))],
    ['of a negative place', () => withHeader((h) => (h['text']!['data_offsets'] = [-8, 0]))],
    ['of overlapping tensors', () => withHeader((h) => (h['row_start']!['data_offsets'] = [0, 240]))],
    ['of a shape of 2⁵³', () => withHeader((h) => (h['suffix']!['shape'] = [2 ** 53]))],
    [
      'of exchanged names',
      () => withHeader((h) => ([h['suffix'], h['token_start']] = [h['token_start']!, h['suffix']!])),
    ],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => open(bytes(), 2 ** 30)).toThrow(MalformedSpanIndexError);
  });

  it.each(['suffixes', 'rowStarts', 'contributions', 'lines', 'samples', 'symbols'] as const)(
    'is refused when its %s are fewer',
    (key) => {
      const tables = build(3000);
      const fewer = { ...tables, [key]: tables[key].subarray(key === 'samples' ? 8 : 1) };
      expect(() => open(encodeSpanTables(fewer), 2 ** 30)).toThrow(MalformedSpanIndexError);
    },
  );

  it('is refused when its last row is not closed, or where a suffix begins outside the text', () => {
    const unclosed = altered('symbols', build(3000).symbols.length - 1, 5);
    expect(() => openSpanIndex(createMemorySource(encodeSpanTables(unclosed)))).toThrow(MalformedSpanIndexError);
    const tables = build(3000);
    tables.suffixes.fill(2 ** 32 - 1);
    expect(() => open(encodeSpanTables(tables), LITTLE_MEMORY)).toThrow(MalformedSpanIndexError);
  });

  it('ends in an answer or a typed error, whatever its numbers are', () => {
    const bytes = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 200 }), fc.boolean(), (changes, inMemory) => {
        const file = Uint8Array.from(good);
        for (const [at, byte] of changes) if (at >= 8 + headerLength) file[at] = byte;
        try {
          open(file, inMemory ? 2 ** 30 : LITTLE_MEMORY);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedSpanIndexError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('ends so for columns of nothing but extremes', () => {
    for (const key of ['suffixes', 'tokenStarts', 'samples', 'rowStarts', 'symbols'] as const) {
      for (const value of [0, 1, 2900, 2 ** 16 - 1, 2 ** 32 - 1]) {
        const tables = build(3000);
        tables[key].fill(value);
        try {
          open(encodeSpanTables(tables), LITTLE_MEMORY);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedSpanIndexError);
        }
      }
    }
  });

  it('reads 0 where a file shrinks while it is open', () => {
    const path = join(folder, 'shrinking');
    writeFileSync(path, good);
    const source = openFileSource(path);
    writeFileSync(path, good.subarray(0, 10));
    const bytes = new Uint8Array(4).fill(7);
    source.read(8, bytes);
    source.close();
    expect([...bytes]).toEqual([good[8], good[9], 0, 0]);
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnalyticsMemoryError, AnalyticsTimeoutError, QuestionAbandonedError } from '../errors.js';
import { DuckDbReader, type DuckDbReaderOptions } from './DuckDbReader.js';

/** Never ends by itself. */
const ENDLESS =
  'SELECT count(*) FROM range(10_000_000_000) AS a(i), range(10_000_000_000) AS b(j) WHERE hash(i + j) = 1';

let root: string;
let reader: DuckDbReader;
const options = (extra: Partial<DuckDbReaderOptions> = {}): DuckDbReaderOptions => ({
  ...{
    folder: join(root, 'inside'),
    memoryLimit: '64MiB',
    threads: 1,
    timeoutMs: 30_000,
  },
  ...extra,
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tributary-reader-it's-"));
  writeFileSync(join(root, 'secret.csv'), 'a\n1\n');
  reader = new DuckDbReader(options());
});
afterEach(async () => {
  await reader.close();
  rmSync(root, { recursive: true, force: true });
});

describe('DuckDbReader', () => {
  it('gives exact numbers', async () => {
    const rows = await reader.load(
      'SELECT sum(x::HUGEINT) AS s FROM (VALUES (18446744073709551615), ($more)) AS t(x)',
      {
        more: 1n,
      },
    );
    expect(rows).toEqual([{ s: 18_446_744_073_709_551_616n }]);
  });

  it('says so when a question needs more memory than there is', async () => {
    const question = 'SELECT count(*) FROM (SELECT DISTINCT hash(i) || hash(i + 1) FROM range(5_000_000) AS t(i))';
    await expect(reader.load(question, {})).rejects.toBeInstanceOf(AnalyticsMemoryError);
    expect(await reader.load('SELECT 1 AS one', {})).toEqual([{ one: 1 }]);
  });

  it.each([
    ['reads no other file', (at: string) => `SELECT * FROM read_csv('${at}/secret.csv')`],
    ['reads none by a way out of its folder', (at: string) => `SELECT * FROM read_csv('${at}/inside/../secret.csv')`],
    ['writes no other file', (at: string) => `COPY (SELECT 1) TO '${at}/written.csv'`],
    ['attaches nothing', (at: string) => `ATTACH '${at}/other.duckdb'`],
    ['loads no extension', () => 'INSTALL httpfs'],
    ['reaches no network', () => `SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')`],
    ['lets nobody change that', () => 'SET enable_external_access = true'],
    ['lets nobody change its memory', () => `SET memory_limit = '8GB'`],
    [
      'takes no more memory than it may',
      () => 'SELECT list(i::VARCHAR || repeat($x, 100)) FROM range(3_000_000) AS t(i)',
    ],
  ])('%s', async (_what, sql) => {
    const text = sql(root.replaceAll("'", "''"));
    await expect(reader.load(text, text.includes('$x') ? { x: 'x' } : {})).rejects.toThrow();
    expect(existsSync(join(root, 'written.csv'))).toBe(false);
    expect(await reader.load('SELECT 1 AS one', {})).toEqual([{ one: 1 }]);
  });

  it('stops what takes too long, and goes on', async () => {
    const hasty = new DuckDbReader(options({ timeoutMs: 50 }));
    await expect(hasty.load(ENDLESS, {})).rejects.toThrow(AnalyticsTimeoutError);
    expect(await hasty.load('SELECT 1 AS one', {})).toEqual([{ one: 1 }]);
    await hasty.close();
  });

  it('stops when nobody waits any more', async () => {
    const ended = new AbortController();
    const answer = reader.load(ENDLESS, {}, ended.signal);
    setTimeout(() => ended.abort(), 50);
    await expect(answer).rejects.toThrow(QuestionAbandonedError);
    await expect(reader.load('SELECT 1', {}, ended.signal)).rejects.toThrow(QuestionAbandonedError);
    expect(await reader.load('SELECT 1 AS one', {})).toEqual([{ one: 1 }]);
  });
});

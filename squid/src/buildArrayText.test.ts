import { createPool, type Pool } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildArrayText } from './buildArrayText.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const read = async (type: string, values: unknown[]) =>
  (await pool.query<{ back: unknown }>(`select $1::${type}[] as back`, [buildArrayText(values)])).rows[0]!.back;

describe('buildArrayText', () => {
  it('gives Postgres back every text as it was', async () => {
    const texts = ['', 'null', 'NULL', '{a,b}', 'a"b', 'c\\d', '\\"', ' space ', '\n', '0xff', "it's", '😀', null];
    expect(await read('text', texts)).toEqual(texts);
  });

  it('carries numbers, truths and times', async () => {
    expect(await read('numeric', [2n ** 256n - 1n, '-5', null])).toEqual([2n ** 256n - 1n, -5n, null]);
    expect(await read('bool', [true, false, null])).toEqual([true, false, null]);
    const time = new Date('2026-11-20T01:02:03.456Z');
    expect(await read('timestamptz', [time])).toEqual([time]);
    expect(await read('int4', [])).toEqual([]);
  });
});

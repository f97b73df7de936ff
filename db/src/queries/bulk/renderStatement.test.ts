import { describe, expect, it } from 'vitest';
import { UnstorableTextError } from '../ReadDatabase';
import { sql } from '../sql';
import { renderStatement } from './renderStatement';

describe('renderStatement', () => {
  it.each([
    [sql`a = ${"it's"}`, `a = 'it''s'`],
    [sql`a = ${'\\'}`, `a =  E'\\\\'`],
    [
      sql`a = ${12}::int AND b = ${10n ** 70n} AND c IS ${null}`,
      `a = '12'::int AND b = '1${'0'.repeat(70)}' AND c IS NULL`,
    ],
    [sql`a = ${true}`, `a = 'true'`],
    [
      sql`a = ANY(${['x', 'a"b', 'c,d', 'NULL', "it's"]}::text[])`,
      `a = ANY( E'{"x","a\\\\"b","c,d","NULL","it''s"}'::text[])`,
    ],
    [sql`a = ANY(${[1, 2]}::int[])`, `a = ANY('{"1","2"}'::int[])`],
  ])('puts the values of %s into it as literals', (statement, text) => {
    expect(renderStatement(statement)).toBe(text);
  });

  it.each(['a\0b', '\ud800'])('refuses text that Postgres cannot hold', (text) => {
    expect(() => renderStatement(sql`a = ${text}`)).toThrow(UnstorableTextError);
    expect(() => renderStatement(sql`a = ANY(${[text]})`)).toThrow(UnstorableTextError);
  });
});

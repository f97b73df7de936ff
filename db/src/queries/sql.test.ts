import { describe, expect, it } from 'vitest';
import { joinSql, sql, sqlLiteral } from './sql';

describe('sql', () => {
  it('numbers parameters in order across nested pieces and never puts a value into the text', () => {
    const hostile = "x'; DROP TABLE model; --";
    const conditions = joinSql([sql`a = ${1}`, sql`b = ${hostile}`], ' AND ');
    expect(sql`SELECT ${sqlLiteral('c')} WHERE ${conditions} LIMIT ${5}`.render()).toEqual({
      text: 'SELECT c WHERE a = $1 AND b = $2 LIMIT $3',
      values: [1, hostile, 5],
    });
  });

  it('joins nothing to nothing', () => {
    expect(joinSql([], ' AND ').render()).toEqual({ text: '', values: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { BadFilterError } from './BadFilterError';
import type { FilterFields } from './FilterField';
import { parseFilter } from './parseFilter';

const part = { expression: 'a.b', index: 'lookup', description: '' } as const;
const fields: FilterFields = {
  id: { ...part, kind: 'id' },
  hash: { ...part, kind: 'hash' },
  name: { ...part, kind: 'text', isNullable: true },
  height: { ...part, kind: 'integer' },
  wei: { ...part, kind: 'bigint' },
  at: { ...part, kind: 'time' },
  isDone: { ...part, kind: 'boolean' },
  verdict: { ...part, kind: 'enum', enum: { name: 'Verdict', values: ['GOOD', 'BAD'] } },
};
const parse = (filter: unknown) => parseFilter('things', fields, filter);

describe('parseFilter', () => {
  it('reads what GraphQL and what JSON give to the same questions, in one order', () => {
    const graphql = {
      wei: { lt: 12n, gt: 3n },
      at: { gte: new Date('2026-01-01T00:00:00Z') },
      id: { in: ['2', '1', '2'] },
    };
    const json = { id: { in: ['1', '2'] }, at: { gte: '2026-01-01T01:00:00+01:00' }, wei: { gt: '03', lt: '12' } };
    const expected = [
      { field: 'at', operator: 'gte', value: '2026-01-01T00:00:00.000Z' },
      { field: 'id', operator: 'in', value: ['1', '2'] },
      { field: 'wei', operator: 'gt', value: '3' },
      { field: 'wei', operator: 'lt', value: '12' },
    ];
    expect(parse(graphql)).toEqual(expected);
    expect(parse(json)).toEqual(expected);
    expect(parse({ hash: { eq: '0xAB' } })).toEqual([{ field: 'hash', operator: 'eq', value: '0xab' }]);
  });

  it.each([[null], [undefined], [{}], [{ id: null }], [{ id: {} }], [{ id: { eq: null, in: undefined } }]])(
    'asks nothing by %j',
    (filter) => {
      expect(parse(filter)).toEqual([]);
    },
  );

  it.each([
    'text',
    7,
    [],
    { id: 'x' },
    { id: ['x'] },
    { nothing: { eq: 'x' } },
    { constructor: { eq: 'x' } },
    JSON.parse('{"__proto__": {"eq": "x"}}') as unknown,
    { id: { toString: 'x' } },
    { id: { prefix: 'x' } },
    { id: { isNull: true } },
    { id: { eq: 7 } },
    { id: { eq: {} } },
    { id: { in: 'x' } },
    { id: { in: [null] } },
    { id: { in: Array.from({ length: 101 }, String) } },
    { name: { isNull: 'true' } },
    { name: { prefix: 'x'.repeat(1_025) } },
    { height: { gt: '7' } },
    { height: { gt: 7.5 } },
    { height: { gt: 2 ** 31 } },
    { height: { gt: Number.NaN } },
    { wei: { gt: 7 } },
    { wei: { gt: '' } },
    { wei: { gt: '0x7' } },
    { wei: { gt: '7 ' } },
    { wei: { gt: '9'.repeat(79) } },
    { at: { gt: 'now' } },
    { at: { gt: '2026-01-01' } },
    { at: { gt: 0 } },
    { at: { gt: new Date(Number.NaN) } },
    { at: { eq: '2026-01-01T00:00:00Z' } },
    { isDone: { eq: 'yes' } },
    { verdict: { eq: 'good' } },
    { verdict: { in: ['GOOD', 'UGLY'] } },
  ])('refuses %j with what would do', (filter) => {
    expect(() => parse(filter)).toThrow(BadFilterError);
    expect(() => parse(filter)).toThrow(/^.{1,400}$/s);
  });
});

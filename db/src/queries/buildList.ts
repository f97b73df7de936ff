import { BadFilterError } from './filters/BadFilterError';
import { buildTestSql } from './filters/buildTestSql';
import type { FilterTest } from './filters/FilterField';
import { parseFilter } from './filters/parseFilter';
import type { ListDefinition } from './ListDefinition';
import type { ListQuery } from './ListQuery';
import type { SqlText } from './sql';

export interface ListRequest {
  /** `<type>.<field>` of the parent; absent for the list of all rows. */
  readonly parent?: string | null;
  /** `{field: {operator: value}}` from outside; all given questions must hold. */
  readonly filter?: unknown;
  /** Name of an order; the default without. */
  readonly order?: string | null | undefined;
}

/** Lists up to this length are counted exactly; those that cost more a row, up to the other. */
export const MAX_EXACT_COUNT = 10_000;
export const MAX_COSTLY_COUNT = 1_000;
/** A range of at most so many blocks, or so long a time, bounds what is read by itself. */
const MAX_SHORT_BLOCKS = 50_000;
const MAX_SHORT_MS = 2 * 24 * 3_600_000;

/** The list that was asked for. Throws {@link BadFilterError} for what the definition does not offer. */
export function buildList<Row extends object>(
  definition: ListDefinition<Row>,
  request: ListRequest = {},
): ListQuery<Row> {
  const name = request.parent ?? definition.name;
  const parent = request.parent == null ? null : definition.parents[request.parent];
  if (parent === undefined) throw new BadFilterError({ listName: name, path: 'parent', problem: 'does not exist' });
  const orderName = request.order ?? Object.keys(definition.orders)[0] ?? '';
  const order = Object.hasOwn(definition.orders, orderName) ? definition.orders[orderName] : undefined;
  if (order === undefined) {
    const names = Object.keys(definition.orders).join(', ');
    throw new BadFilterError({ listName: name, path: 'orderBy', problem: `does not exist; use ${names}` });
  }
  const tests = parseFilter(name, definition.filters, request.filter);
  if (parent === null) assertBounded(name, definition, tests);

  const joins = tests.flatMap((test) => definition.filters[test.field]?.join?.(test) ?? []);
  const isAlone =
    parent === null &&
    tests.every((test) => {
      const field = definition.filters[test.field];
      return field?.join !== undefined || !isAnchor(test, field?.index);
    });
  const mirrors: Readonly<Record<string, string>> = isAlone
    ? Object.assign({}, ...joins.map((join) => join.mirrors))
    : {};
  const mirror = (expression: string) => mirrors[expression] ?? expression;
  const conditions = tests.flatMap((test): SqlText[] => {
    const field = definition.filters[test.field];
    return field === undefined ? [] : [buildTestSql(field, test, mirror(field.expression))];
  });
  return {
    name,
    orderName,
    filterKey:
      tests.length === 0 ? '' : JSON.stringify(tests.map(({ field, operator, value }) => [field, operator, value])),
    source: {
      ...definition.source,
      from: [definition.source.from, ...new Set(joins.map(({ from }) => from))].join(' '),
    },
    conditions,
    parentCondition: parent?.condition ?? null,
    // Only as the lead: behind another key it belongs to the index of that key.
    order: order.keys.map((key, at) => (at === 0 ? { ...key, expression: mirror(key.expression) } : key)),
    isAscending: order.isAscending,
    maxExactCount: tests.some(({ field }) => definition.filters[field]?.isCostly) ? MAX_COSTLY_COUNT : MAX_EXACT_COUNT,
  };
}

/** Nobody may make the database read everything: beside a question without index stands one that bounds it. */
function assertBounded<Row extends object>(
  listName: string,
  { filters }: ListDefinition<Row>,
  tests: readonly FilterTest[],
): void {
  const unindexed = tests.find(({ field }) => filters[field]?.index === 'none');
  if (unindexed === undefined || isShort(tests) || tests.some((test) => isAnchor(test, filters[test.field]?.index)))
    return;
  const anchors = Object.keys(filters).filter((name) => isAnchor({ operator: 'eq' }, filters[name]?.index));
  throw new BadFilterError({
    listName,
    path: unindexed.field,
    problem:
      `has no index; ask together with it for one value of ${anchors.join(', ')}, for at most ` +
      `${MAX_SHORT_BLOCKS} blocks or two days from both ends, or ask the list of one parent`,
  });
}

function isAnchor({ operator }: Pick<FilterTest, 'operator'>, index: string | undefined): boolean {
  return index !== undefined && index !== 'none' && ['eq', 'in', 'prefix'].includes(operator);
}

function isShort(tests: readonly FilterTest[]): boolean {
  const ends = (field: string, operators: readonly string[], read: (value: unknown) => number) =>
    tests.filter((test) => test.field === field && operators.includes(test.operator)).map(({ value }) => read(value));
  const span = (field: string, read: (value: unknown) => number) =>
    Math.min(...ends(field, ['lt', 'lte'], read)) - Math.max(...ends(field, ['gt', 'gte'], read));
  return (
    span('blockNumber', Number) <= MAX_SHORT_BLOCKS ||
    span('timestamp', (value) => Date.parse(String(value))) <= MAX_SHORT_MS
  );
}

import {
  allLists,
  buildList,
  createReadDatabase,
  type FilterField,
  getOperators,
  inferenceList,
  type ListDefinition,
  type ListQuery,
  loadListCounts,
  loadPages,
  MAX_COSTLY_COUNT,
  MAX_EXACT_COUNT,
  type ReadDatabase,
  type SortKeyValues,
  sql,
} from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON_REFERENCE, fillTables, GROWTH, ROWS_PER_REFERENCE } from './fillTables.js';

const ROW_COUNT = 12_000;
const INFERENCE_COUNT = ROW_COUNT * GROWTH;

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  Plans?: Plan[];
}

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await fillTables(client, ROW_COUNT);
});
afterAll(async () => {
  await client?.end();
  await database?.close();
});

/** Nodes of the plan of a page of the list. */
async function explainPage(
  list: ListQuery<object>,
  options: { after?: SortKeyValues; backward?: boolean } = {},
): Promise<Plan[]> {
  const nodes: Plan[] = [];
  const visit = (plan: Plan): void => {
    nodes.push(plan);
    // What is summed up for one row, as the digest of its payouts, is not about which rows.
    if (plan['Node Type'] !== 'Aggregate') plan.Plans?.forEach(visit);
  };
  const explaining: ReadDatabase = {
    async load(question) {
      const { text, values } = question.render();
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
      visit(rows[0]!['QUERY PLAN'][0].Plan);
      return [];
    },
    close: () => Promise.resolve(),
  };
  const request = { size: 20, backward: options.backward ?? false, after: options.after ?? null, before: null };
  await loadPages(explaining, list, request, ['7']);
  return nodes;
}

const tableOf = ({ source }: ListDefinition<object>) => source.from.split(' ')[0]!.replaceAll('"', '');

/** The table that is looked into for a field. */
const tableOfField = (list: ListDefinition<object>, field: FilterField) =>
  field.expression.startsWith('r.') ? 'reconciliation' : tableOf(list);

/** Tables that the plan reads from one end to the other. */
const scannedBy = (nodes: readonly Plan[]) =>
  nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);

function exampleOf(field: FilterField, operator: string): unknown {
  if (operator === 'isNull') return true;
  const value =
    field.enum?.values[0] ??
    { integer: 77, bigint: '77', time: '2026-01-01T00:10:00Z', boolean: true }[field.kind as string] ??
    '77';
  if (operator === 'prefix') return 'v77';
  return operator === 'in' ? [value] : value;
}

const roots = allLists.filter(({ isRoot }) => isRoot);

describe('every order', () => {
  it.each(roots.flatMap((list) => Object.keys(list.orders).map((order) => [list.name, order, list] as const)))(
    'of %s, %s, begins a page anywhere by an index',
    async (_name, orderName, list) => {
      const query = buildList(list, { order: orderName });
      const after = query.order.map(({ type }) => (type === 'int' ? 5_000 : '5000'));
      for (const backward of [false, true]) {
        const nodes = await explainPage(query, { after, backward });
        expect(scannedBy(nodes)).not.toContain(tableOf(list));
        const lead = query.order[0]!.expression.split('.')[1]!.replaceAll('"', '');
        expect(
          nodes.some((node) => node['Index Cond']?.includes(lead)),
          JSON.stringify(nodes),
        ).toBe(true);
      }
    },
  );
});

describe('every filter', () => {
  const indexed = roots.flatMap((list) =>
    Object.entries(list.filters)
      .filter(([, field]) => field.index !== 'none')
      .map(([name, field]) => [list.name, name, field, list] as const),
  );

  it.each(indexed)('of %s by %s uses an index in every order', async (_name, name, field, list) => {
    for (const order of Object.keys(list.orders)) {
      for (const operator of getOperators(field)) {
        const nodes = await explainPage(
          buildList(list, { order, filter: { [name]: { [operator]: exampleOf(field, operator) } } }),
        );
        expect(scannedBy(nodes), `${order} ${operator}`).not.toContain(tableOfField(list, field));
      }
    }
  });

  it.each(indexed.filter(([, , field]) => field.index === 'ordered'))(
    'of %s by %s costs a page: nothing is sorted or hashed',
    async (_name, name, field, list) => {
      const operator = field.kind === 'time' ? 'lt' : 'eq';
      const isReference = /_id$/.test(field.expression);
      const value = isReference ? COMMON_REFERENCE : exampleOf(field, operator);
      const nodes = await explainPage(buildList(list, { filter: { [name]: { [operator]: value } } }));
      const ofPage = nodes.slice(nodes.findIndex((node) => node['Node Type'] === 'Limit'));
      // A block holds few rows, and whatever equals it is at hand.
      const sorts = ofPage.filter((node) => ['Sort', 'Hash'].includes(node['Node Type']));
      expect(name === 'blockNumber' || name === 'number' ? [] : sorts, JSON.stringify(nodes)).toEqual([]);
    },
  );

  it('that says so has an index that begins with its column, and with the order of the list where it says that', async () => {
    const { rows } = await client.query<{ table: string; definition: string }>(
      `SELECT tablename AS table, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'`,
    );
    const missing: string[] = [];
    for (const [listName, name, field, list] of indexed) {
      const column = /^\w+\."?(\w+)"?$/.exec(field.expression)?.[1];
      if (column === undefined) continue;
      const table = tableOfField(list, field);
      const orders = rows
        .filter((row) => row.table === table)
        .map(({ definition }) => /USING btree \((.*)\)$/.exec(definition)![1]!.replaceAll('"', '').split(', '));
      const place = Object.values(list.orders)[0]!.keys.map(({ expression }) =>
        expression.split('.')[1]!.replaceAll('"', ''),
      );
      const wanted = field.index === 'lookup' || column === place[0] ? [column] : [column, place[0]!];
      const hasWanted = (columns: readonly string[]) =>
        columns.length >= wanted.length &&
        wanted.every((part, at) => columns[at] === part || columns[at] === `inference_${part}`);
      if (!orders.some(hasWanted)) missing.push(`${listName}.${name}: ${wanted.join(', ')}`);
      if (field.kind === 'text' && !orders.some(([first]) => first === `lower(${column}) text_pattern_ops`))
        missing.push(`${listName}.${name}: lower(${column})`);
    }
    expect(missing).toEqual([]);
  });

  it('without index is refused alone, and answered where something else bounds it', async () => {
    for (const list of roots) {
      for (const [name, field] of Object.entries(list.filters).filter(([, { index }]) => index === 'none')) {
        const filter = { [name]: { [getOperators(field)[0]!]: exampleOf(field, getOperators(field)[0]!) } };
        expect(() => buildList(list, { filter }), `${list.name}.${name}`).toThrow(/has no index/);
        const bounded = [
          { ...filter, blockNumber: { gte: 1, lte: 50_001 } },
          { ...filter, timestamp: { gte: '2026-01-01T00:00:00Z', lt: '2026-01-03T00:00:00Z' } },
        ].filter((one) => Object.keys(one).every((key) => key in list.filters));
        for (const one of bounded) expect(() => buildList(list, { filter: one })).not.toThrow();
        expect(() => buildList(list, { filter: { ...filter, blockNumber: { gte: 1, lte: 60_000 } } })).toThrow();
      }
    }
  });
});

it('every list of a parent finds its rows by an index', async () => {
  for (const list of allLists)
    for (const parent of Object.keys(list.parents))
      expect(scannedBy(await explainPage(buildList(list, { parent }))), parent).not.toContain(tableOf(list));
});

describe('counts', () => {
  let db: ReadDatabase;
  beforeAll(() => {
    db = createReadDatabase({ url: database.url, statementTimeoutMs: 20_000, maxConnections: 2 });
  });
  afterAll(() => db?.close());

  it('are exact up to the cap, and an honest estimate above', async () => {
    const all = buildList(inferenceList);
    const [estimate] = await loadListCounts(db, all, ['']);
    expect(estimate!.isEstimate).toBe(true);
    expect(Math.abs(estimate!.count - INFERENCE_COUNT)).toBeLessThan(INFERENCE_COUNT / 5);
    const capped = buildList(inferenceList, { filter: { blockNumber: { lt: MAX_EXACT_COUNT / 2 } } });
    const [{ count: expected } = { count: 0n }] = await db.load<{ count: bigint }>(
      sql`SELECT count(*) AS count FROM inference WHERE block_number < ${MAX_EXACT_COUNT / 2}`,
    );
    expect(await loadListCounts(db, capped, [''])).toEqual([{ count: Number(expected), isEstimate: false }]);
    expect(await loadListCounts(db, { ...capped, maxExactCount: 50 }, [''])).toMatchObject([{ isEstimate: true }]);
    expect(buildList(inferenceList, { filter: { verdict: { eq: 'MATCHED' } } }).maxExactCount).toBe(MAX_COSTLY_COUNT);
    const ofModels = buildList(inferenceList, { parent: 'Model.inferences' });
    expect(await loadListCounts(db, ofModels, ['7', 'nobody', '8'])).toEqual([
      { count: ROWS_PER_REFERENCE, isEstimate: false },
      { count: 0, isEstimate: false },
      { count: ROWS_PER_REFERENCE, isEstimate: false },
    ]);
  });
});

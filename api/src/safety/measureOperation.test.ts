import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse, validate } from 'graphql/index.js';
import { describe, expect, it } from 'vitest';
import { createOperationLimit, DEFAULT_OPERATION_LIMITS } from '../limitOperation.js';
import { FIELD_COSTS, LIST_SIZES } from './fieldCosts.js';
import { createOperationMeter, type OperationSize } from './measureOperation.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Item implements Node { id: ID! parent: Item tags: [Tag!]! items(first: Int, last: Int, after: String): ItemConnection! }
  type Tag { name: String }
  type ItemEdge { node: Item! cursor: String! }
  type ItemConnection { nodes: [Item!]! edges: [ItemEdge!]! totalCount: Int! }
  type Graph { nodes: [Item!]! edges: [Tag!]! }
  type Query { node(id: ID!): Node item: Item items(first: Int, last: Int): ItemConnection! graph(limit: Int = 200): Graph! tags(first: Int): [Tag!]! }
`);
const measure = createOperationMeter(schema);

const getOperation = ({ definitions }: DocumentNode): OperationDefinitionNode =>
  definitions.find((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION)!;

function sizeOf(query: string, variables: Record<string, unknown> = {}): OperationSize {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return measure(document, getOperation(document), variables);
}

describe('an operation is as large as all its pages when they are full', () => {
  it.each([
    // The connection and its entries.
    ['{ items { nodes { id } } }', {}, 21],
    ['{ items(first: 3) { nodes { id } } }', {}, 4],
    ['{ items(last: 3) { edges { node { id } } } }', {}, 7],
    ['{ items(first: 3) { nodes { id } edges { node { id } } } }', {}, 10],
    ['query ($n: Int) { items(first: $n) { nodes { id } } }', { n: 7 }, 8],
    ['query ($n: Int) { items(first: $n) { nodes { id } } }', {}, 21],
    ['query ($n: Int = 50) { items(first: $n) { nodes { id } } }', {}, 51],
    ['query ($n: Int = 50) { items(first: $n) { nodes { id } } }', { n: 2 }, 3],
    ['query ($n: Int = 50) { items(first: $n) { nodes { id } } }', { n: null }, 21],
    // Pages that their resolver refuses count as the largest there are.
    ['{ items(first: 1000000) { nodes { id } } }', {}, 101],
    ['{ items(first: -5) { nodes { id } } }', {}, 21],
    ['{ items(first: 10) { nodes { items(first: 10) { nodes { id } } } } }', {}, 1 + 10 * (1 + 1 + 10)],
    ['{ items(first: 10) { nodes { tags { name } } } }', {}, 1 + 10 * (1 + 20)],
    ['{ tags(first: 5) { name } }', {}, 5],
    // Lists of an object are as long as its field was asked for.
    ['{ graph { nodes { id } edges { name } } }', {}, 401],
    ['{ graph(limit: 30) { nodes { id } } }', {}, 31],
    ['{ item { parent { parent { id } } } }', {}, 3],
    ['{ node(id: "x") { ... on Item { items(first: 4) { nodes { id } } } } }', {}, 6],
    // The same fields twice are one in the answer, and count twice.
    ['{ item { id } item { id } }', {}, 2],
    ['{ item @skip(if: true) { id } }', {}, 1],
  ])('%s', (query, variables, nodes) => {
    expect(sizeOf(query, variables).nodes).toBe(nodes);
  });

  it('counts scalars, aliases and depth, through fragments too', () => {
    const size = sizeOf(`{ a: item { ...F } items(first: 10) { nodes { ...F } } }
      fragment F on Item { x: id id parent { ...G } } fragment G on Item { id }`);
    expect(size).toMatchObject({ depth: 4, aliases: 3, fields: 3 + 30, nodes: 1 + 1 + 1 + 10 * 2 });
  });

  it('measures a fragment under each page size that it stands in', () => {
    const size = sizeOf(
      '{ items(first: 2) { ...F } b: items(first: 9) { ...F } } fragment F on ItemConnection { nodes { id } }',
    );
    expect(size.nodes).toBe(3 + 10);
  });

  it('adds what counts, pages and single fields cost', () => {
    expect(sizeOf('{ items(first: 10) { totalCount nodes { id } } }').cost).toBe(5 + 1 + 10 + 10);
    expect(sizeOf('{ items(first: 10) { nodes { items(first: 1) { totalCount } } } }').cost).toBe(
      6 + 10 * (1 + 6 + 10),
    );
  });

  it('is cheap to measure however often fragments spread one another', () => {
    const count = 60;
    const fragments = Array.from(
      { length: count },
      (_, k) => `fragment F${k} on Item { parent { ...F${k + 1} } b: parent { ...F${k + 1} } }`,
    );
    const document = parse(`{ item { ...F0 } } ${fragments.join(' ')} fragment F${count} on Item { id }`);
    expect(measure(document, getOperation(document), {}).nodes).toBe(2 ** (count + 1) - 1);
  });

  it('counts introspection apart, by how large the schema is', () => {
    const once = sizeOf('{ __schema { types { name fields { name } } } }');
    const twice = sizeOf(
      '{ a: __schema { types { name fields { name } } } b: __schema { types { name fields { name } } } }',
    );
    expect(once.introspection).toBeGreaterThan(30);
    expect(twice.introspection).toBeCloseTo(2 * once.introspection);
    expect([once.nodes, once.fields, once.depth]).toEqual([0, 0, 1]);
  });
});

const released = buildSchema(readFileSync(new URL('../../schema.generated.graphql', import.meta.url), 'utf8'));

it('has costs and sizes for fields that exist', () => {
  for (const place of [...Object.keys(FIELD_COSTS), ...Object.keys(LIST_SIZES)]) {
    const [type = '', field = ''] = place.split('.');
    const found = released.getType(type);
    expect(found && 'getFields' in found && field in found.getFields(), place).toBe(true);
  }
});

it('lets the explorer ask what it asks, with its largest pages', () => {
  const assertSize = createOperationLimit(released, DEFAULT_OPERATION_LIMITS);
  const folder = new URL('../../../explorer/src/lib/api/queries/', import.meta.url);
  const text = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const document = parse(text.join('\n'));
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  expect(operations.length).toBeGreaterThan(10);
  const measureReleased = createOperationMeter(released);
  for (const operation of operations) {
    const variables: Record<string, unknown> = {};
    for (const { variable, type } of operation.variableDefinitions ?? []) {
      const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
      const name = named.kind === Kind.NAMED_TYPE ? named.name.value : '';
      if (name === 'Int') variables[variable.name.value] = 100;
      if (name === 'String' || name === 'ID') variables[variable.name.value] = 'x';
    }
    expect(measureReleased(document, operation, variables).fields, operation.name?.value).toBeGreaterThan(0);
    expect(() => assertSize(document, operation, variables), operation.name?.value).not.toThrow();
  }
});

import { readFile } from 'node:fs/promises';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from 'graphql/index.js';
import { beforeAll, expect, it } from 'vitest';
import { buildApiSchema } from '../src/buildApiSchema.js';

/** About the index, not of the ledger: `Query.chain` and `Query.network` tell it. */
const NOT_IN_THE_LEDGER = new Set(['ChainHead', 'LedgerOrigin']);

let ledger: DocumentNode;
let api: GraphQLSchema;
beforeAll(async () => {
  ledger = parse(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
  api = await buildApiSchema();
});

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

function getEntities(): ObjectTypeDefinitionNode[] {
  return ledger.definitions.filter(
    (definition): definition is ObjectTypeDefinitionNode =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      (definition.directives ?? []).some(({ name }) => name.value === 'entity') &&
      !NOT_IN_THE_LEDGER.has(definition.name.value),
  );
}

/** Types that are one step from a type of the API, also through a page of a list or its evidence. */
function getNeighbours(typeName: string): Set<string> {
  const type = api.getType(typeName);
  if (!isObjectType(type)) return new Set();
  const names = Object.values(type.getFields()).map((field) =>
    getNamedType(field.type).name.replace(/Connection$/, ''),
  );
  return new Set(names.includes('Evidence') ? [...names, ...getNeighbours('Evidence')] : names);
}

it('every entity of the ledger is a Node of the API', () => {
  const isNode = ({ name }: ObjectTypeDefinitionNode) => {
    const type = api.getType(name.value);
    return isObjectType(type) && type.getInterfaces().some((candidate) => candidate.name === 'Node');
  };
  expect(
    getEntities()
      .filter((entity) => !isNode(entity))
      .map(({ name }) => name.value),
  ).toEqual([]);
});

it('every reference can be followed both ways', () => {
  const entities = new Set(getEntities().map(({ name }) => name.value));
  const references = getEntities().flatMap(({ name, fields = [] }) =>
    fields.map((field) => [name.value, nameOf(field.type)] as const).filter(([, to]) => entities.has(to)),
  );
  expect(references.length).toBeGreaterThan(60);
  const missing = references.flatMap(([from, to]) => [
    ...(getNeighbours(from).has(to) ? [] : [`${from} → ${to}`]),
    ...(getNeighbours(to).has(from) ? [] : [`${to} → ${from}`]),
  ]);
  expect([...new Set(missing)]).toEqual([]);
});

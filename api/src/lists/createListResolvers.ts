import { buildList, type ListDefinition } from '@tributary/db';
import { Args, type ClassType, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { createListArgs, type ListArgs } from './createListArgs.js';
import { expandShorthands } from './shorthands.js';

type ResolverClass = new () => object;

/** The types that lists are fields of, and those of their pages, by name. */
export interface ListTypes {
  readonly nodes: Readonly<Record<string, ClassType>>;
  readonly connections: Readonly<Record<string, ClassType>>;
}

/** Resolvers of one list: of the field of Query, and of the field of every parent. */
export function createListResolvers<Row extends object>(
  definition: ListDefinition<Row>,
  types: ListTypes,
): ResolverClass[] {
  const args = createListArgs(definition);
  const connection = getType(types.connections, definition.node);
  const roots = definition.isRoot ? [createRootResolver(definition, args, connection)] : [];
  const fields = Object.keys(definition.parents).map((parent) =>
    createFieldResolver(definition, args, connection, parent, types.nodes),
  );
  return [...roots, ...fields];
}

function createRootResolver<Row extends object>(
  definition: ListDefinition<Row>,
  args: ClassType<ListArgs>,
  connection: ClassType,
): ResolverClass {
  const { name, description } = definition;
  @Resolver()
  class ListResolver {
    @Query(() => connection, { name, description })
    load(@Args(() => args) given: ListArgs, @Ctx() { loaders }: RequestContext): Promise<Connection<Row>> {
      const list = buildList(definition, { filter: expandShorthands(name, given), order: given.orderBy });
      return loadConnection(loaders, list, given);
    }
  }
  return ListResolver;
}

/** type-graphql knows fields of a type by the method's name, so the method is named after the field. */
function createFieldResolver<Row extends object>(
  definition: ListDefinition<Row>,
  args: ClassType<ListArgs>,
  connection: ClassType,
  parent: string,
  nodes: ListTypes['nodes'],
): ResolverClass {
  const [typeName = '', field = ''] = parent.split('.');
  const { description, key = 'id' } = definition.parents[parent] ?? {};
  const load = (
    row: Readonly<Record<string, unknown>>,
    given: ListArgs,
    { loaders }: RequestContext,
  ): Promise<Connection<Row>> => {
    const list = buildList(definition, {
      parent,
      filter: expandShorthands(definition.name, given),
      order: given.orderBy,
    });
    // A row without the key has no such list: no id of the chain is the empty text.
    return loadConnection(loaders, list, given, String(row[key] ?? ''));
  };
  class ListResolver {}
  Object.defineProperty(ListResolver.prototype, field, { value: load, configurable: true });
  const { prototype } = ListResolver;
  Root()(prototype, field, 0);
  Args(() => args)(prototype, field, 1);
  Ctx()(prototype, field, 2);
  const options = description === undefined ? {} : { description };
  FieldResolver(() => connection, options)(prototype, field, { value: load });
  Resolver(() => getType(nodes, typeName))(ListResolver);
  return ListResolver;
}

function getType(types: Readonly<Record<string, ClassType>>, name: string): ClassType {
  const type = types[name];
  if (type === undefined) throw new RangeError(`no type ${name} for lists; add it to listTypes`);
  return type;
}

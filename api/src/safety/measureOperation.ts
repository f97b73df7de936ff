// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql/index.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../buildPageRequest.js';
import { FIELD_COSTS, LIST_SIZES, PAGE_COST, TOTAL_COUNT_COST } from './fieldCosts.js';
import { getIntrospectionListSizes } from './getIntrospectionListSizes.js';

/** How much an operation asks for when every page of it is full; fragments are spread, `@skip` and `@include` ignored. */
export interface OperationSize {
  /** Fields below one another. */
  readonly depth: number;
  /** Fields with an alias. */
  readonly aliases: number;
  /** Objects in the response. */
  readonly nodes: number;
  /** Scalars in the response. */
  readonly fields: number;
  /** Points: objects, statements, and what single fields cost beside (`fieldCosts.ts`). */
  readonly cost: number;
  /** Objects and scalars below `__schema` and `__type`. */
  readonly introspection: number;
}

/** The size of one operation of a valid document: fragments without cycles, fields that exist. */
export type MeasureOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
) => OperationSize;

const NOTHING: OperationSize = { depth: 0, aliases: 0, nodes: 0, fields: 0, cost: 0, introspection: 0 };
/** Lists that are no pages end somewhere too; their resolvers see to it. */
const MAX_LIST_SIZE = 5_000;
const COUNT_ARGUMENTS = ['first', 'last', 'limit'] as const;

export function createOperationMeter(schema: GraphQLSchema): MeasureOperation {
  const listSizes = new Map([...Object.entries(LIST_SIZES), ...getIntrospectionListSizes(schema)]);

  return (document, operation, variables) => {
    const root = schema.getRootType(operation.operation);
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
    // Execution refuses both before anything runs.
    if (!root || coerced.errors) return NOTHING;
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    }
    // Each fragment is measured once for each page size it stands under, so that fragments that spread others many times
    // stay cheap to measure.
    const measured = new Map<string, OperationSize>();

    const measureSelections = (
      { selections }: SelectionSetNode,
      type: GraphQLNamedType,
      pageSize: number | undefined,
    ): OperationSize => {
      let total = NOTHING;
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) total = add(total, measureField(selection, type, pageSize));
        else if (selection.kind === Kind.FRAGMENT_SPREAD)
          total = add(total, measureFragment(selection.name.value, pageSize));
        else {
          const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
          total = add(total, measureSelections(selection.selectionSet, condition ?? type, pageSize));
        }
      }
      return total;
    };

    const measureField = (node: FieldNode, parent: GraphQLNamedType, pageSize: number | undefined): OperationSize => {
      const aliases = node.alias === undefined ? 0 : 1;
      const name = node.name.value;
      const field = getField(parent, name);
      if (field === undefined || node.selectionSet === undefined) {
        const cost = name === 'totalCount' ? TOTAL_COUNT_COST : (FIELD_COSTS[`${parent.name}.${name}`] ?? 0);
        return { ...NOTHING, depth: 1, aliases, fields: 1, cost };
      }
      const type = getNamedType(field.type);
      const isList = isListType(getNullableType(field.type)) && isCompositeType(type);
      const asked = getCount(field, node, coerced.coerced);
      const isPage = type.name.endsWith('Connection');
      const entryCount = isList
        ? (listSizes.get(`${parent.name}.${name}`) ?? asked ?? pageSize ?? DEFAULT_PAGE_SIZE)
        : 1;
      const innerPageSize = isPage ? Math.min(asked ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE) : isList ? undefined : asked;
      const inner = measureSelections(node.selectionSet, type, innerPageSize);
      const own = (FIELD_COSTS[`${parent.name}.${name}`] ?? 0) + (isPage ? PAGE_COST : 0);
      if (name.startsWith('__')) {
        const introspection = 1 + inner.nodes + inner.fields;
        return { ...NOTHING, depth: 1, aliases: aliases + inner.aliases, introspection, cost: introspection / 100 };
      }
      return {
        depth: inner.depth + 1,
        aliases: inner.aliases + aliases,
        nodes: entryCount * (1 + inner.nodes),
        fields: entryCount * inner.fields,
        cost: own + entryCount * (1 + inner.cost),
        introspection: entryCount * inner.introspection,
      };
    };

    const measureFragment = (name: string, pageSize: number | undefined): OperationSize => {
      const key = `${name} ${pageSize}`;
      const known = measured.get(key);
      if (known !== undefined) return known;
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      const size = fragment && type ? measureSelections(fragment.selectionSet, type, pageSize) : NOTHING;
      measured.set(key, size);
      return size;
    };

    return measureSelections(operation.selectionSet, root, undefined);
  };
}

function add(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    nodes: one.nodes + other.nodes,
    fields: one.fields + other.fields,
    cost: one.cost + other.cost,
    introspection: one.introspection + other.introspection,
  };
}

function getField(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** How many entries the field is asked for; undefined when nothing says so, or the arguments are not valid. */
function getCount(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  if (!field.args.some(({ name }) => COUNT_ARGUMENTS.includes(name as (typeof COUNT_ARGUMENTS)[number])))
    return undefined;
  try {
    const values = getArgumentValues(field, node, variables);
    const counts = COUNT_ARGUMENTS.map((name) => values[name]).filter(
      (value) => typeof value === 'number' && value > 0,
    );
    return counts.length === 0 ? undefined : Math.min(Math.max(...(counts as number[])), MAX_LIST_SIZE);
  } catch {
    return undefined;
  }
}

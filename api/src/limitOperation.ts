import type { ApolloServerPlugin } from '@apollo/server';
// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  GraphQLError,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isObjectType,
  getNullableType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql/index.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './buildPageRequest.js';
import { OperationLimitError } from './errors.js';

/** What one operation may ask for; counted after fragments are spread. */
export interface OperationLimits {
  /** Fields below one another; introspection is free. */
  depth: number;
  /** Fields with an alias. */
  aliases: number;
  /** Objects that the pages and lists of the operation could hold, if all were full. */
  nodes: number;
}

export const DEFAULT_OPERATION_LIMITS: OperationLimits = { depth: 12, aliases: 50, nodes: 20_000 };

interface OperationSize {
  depth: number;
  aliases: number;
  nodes: number;
}

/** Throws {@link OperationLimitError} before anything runs. The document must be valid: fragments without cycles. */
export function assertOperationSize(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: OperationLimits,
  listFields: ReadonlySet<string>,
): void {
  const size = measureOperation(document, operation, variables, listFields);
  for (const what of ['depth', 'aliases', 'nodes'] as const) {
    if (size[what] > limits[what]) throw new OperationLimitError({ what, actual: size[what], maximum: limits[what] });
  }
}

/** Refuses operations above the limits with OPERATION_TOO_LARGE. */
export function limitOperation<Context extends object>(
  schema: GraphQLSchema,
  limits: OperationLimits,
): ApolloServerPlugin<Context> {
  const listFields = getListFields(schema);
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, request }) => {
        if (operation === undefined) return;
        try {
          assertOperationSize(document, operation, request.variables ?? {}, limits, listFields);
        } catch (error) {
          if (!(error instanceof OperationLimitError)) throw error;
          throw new GraphQLError(error.message, {
            originalError: error,
            extensions: { code: error.code, http: { status: 400 } },
          });
        }
      },
    }),
  };
}

function measureOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  listFields: ReadonlySet<string>,
): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  // Each fragment is measured once, so that fragments that spread others many times stay cheap to measure.
  const measured = new Map<string, OperationSize>();

  const measureSelections = ({ selections }: SelectionSetNode): OperationSize => {
    const total: OperationSize = { depth: 0, aliases: 0, nodes: 0 };
    for (const selection of selections) {
      const size =
        selection.kind === Kind.FIELD
          ? measureField(selection)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? measureSelections(selection.selectionSet)
            : measureFragment(selection.name.value);
      total.depth = Math.max(total.depth, size.depth);
      total.aliases += size.aliases;
      total.nodes += size.nodes;
    }
    return total;
  };

  const measureField = (field: FieldNode): OperationSize => {
    const aliases = field.alias === undefined ? 0 : 1;
    if (field.selectionSet === undefined || field.name.value.startsWith('__')) return { depth: 1, aliases, nodes: 0 };
    const inner = measureSelections(field.selectionSet);
    const entries = getEntryCount(field, variables, listFields);
    return { depth: inner.depth + 1, aliases: inner.aliases + aliases, nodes: entries * (1 + inner.nodes) };
  };

  const measureFragment = (name: string): OperationSize => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const size = fragment ? measureSelections(fragment.selectionSet) : { depth: 0, aliases: 0, nodes: 0 };
    measured.set(name, size);
    return size;
  };

  return measureSelections(operation.selectionSet);
}

/** How many objects a field may give for each parent: its page size when it is a list, else one. */
function getEntryCount(
  field: FieldNode,
  variables: Readonly<Record<string, unknown>>,
  listFields: ReadonlySet<string>,
): number {
  if (!listFields.has(field.name.value)) return 1;
  const counts = (field.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => {
      if (value.kind === Kind.VARIABLE) return Number(variables[value.name.value]);
      return value.kind === Kind.INT ? Number(value.value) : 0;
    })
    .filter((count) => count > 0);
  return Math.min(counts.length === 0 ? DEFAULT_PAGE_SIZE : Math.max(...counts), MAX_PAGE_SIZE);
}

/** Names of the fields that give connections or lists of objects; `nodes` and `edges` are counted by their connection. */
export function getListFields(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const [name, { type: fieldType }] of Object.entries(type.getFields())) {
      const named = getNamedType(fieldType);
      const isList = isListType(getNullableType(fieldType)) && isCompositeType(named);
      if (named.name.endsWith('Connection') || (isList && name !== 'nodes' && name !== 'edges')) names.add(name);
    }
  }
  return names;
}

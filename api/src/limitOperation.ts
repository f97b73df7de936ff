import type { ApolloServerPlugin } from '@apollo/server';
// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import {
  type DocumentNode,
  getIntrospectionQuery,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql/index.js';
import { OperationLimitError } from './errors.js';
import type { RequestContext } from './RequestContext.js';
import { CostBudgetSpentError, OperationTimeoutError, ServerBusyError } from './safety/errors.js';
import { createOperationMeter, type MeasureOperation, type OperationSize } from './safety/measureOperation.js';

/** What one operation may ask for; see {@link OperationSize} for the units. Introspection has a limit by the schema. */
export type OperationLimits = Readonly<Omit<OperationSize, 'introspection'>>;

export const DEFAULT_OPERATION_LIMITS: OperationLimits = {
  depth: 12,
  aliases: 50,
  nodes: 20_000,
  fields: 200_000,
  cost: 30_000,
};

/** Points from which on an operation is heavy: what walks the graph, adds up the ledger, or fills large pages. */
const HEAVY_COST = 1_000;

/** How often the whole schema may be asked for in one operation, as tools do it. */
const INTROSPECTIONS = 2;

/** Throws {@link OperationLimitError} before anything runs, else gives the size. */
export type AssertOperationSize = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
) => OperationSize;

/** Measures the schema once, for all operations. Documents must be valid: fragments without cycles. */
export function createOperationLimit(schema: GraphQLSchema, limits: OperationLimits): AssertOperationSize {
  const measureOperation = createOperationMeter(schema);
  const maximum: OperationSize = { ...limits, introspection: INTROSPECTIONS * measureIntrospection(measureOperation) };
  return (document, operation, variables) => {
    const size = measureOperation(document, operation, variables);
    for (const what of ['depth', 'aliases', 'nodes', 'fields', 'cost', 'introspection'] as const) {
      if (size[what] > maximum[what])
        throw new OperationLimitError({ what, actual: Math.ceil(size[what]), maximum: Math.floor(maximum[what]) });
    }
    return size;
  };
}

/**
 * Refuses operations above the limits with OPERATION_TOO_LARGE, and those that their client has no points left for with
 * COST_BUDGET_SPENT. The cost stands in the header `x-operation-cost`, what is left in `x-cost-remaining`.
 */
export function limitOperation(assertSize: AssertOperationSize): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ document, operation, request, response, contextValue }) {
        if (operation === undefined) return;
        try {
          const { cost } = assertSize(document, operation, request.variables ?? {});
          response.http.headers.set('x-operation-cost', String(Math.ceil(cost)));
          const left = await contextValue.spend?.(cost);
          if (left !== undefined) response.http.headers.set('x-cost-remaining', String(left));
          if (cost >= HEAVY_COST) await contextValue.enterHeavyLane?.();
        } catch (error) {
          if (error instanceof CostBudgetSpentError) {
            response.http.headers.set('retry-after', String(error.retryAfterSeconds));
            throw refuse(error, 429);
          }
          if (error instanceof OperationLimitError) throw refuse(error, 400);
          if (error instanceof ServerBusyError || error instanceof OperationTimeoutError) throw refuse(error, 503);
          throw error;
        }
      },
    }),
  };
}

type Refusal = CostBudgetSpentError | OperationLimitError | OperationTimeoutError | ServerBusyError;

function refuse(error: Refusal, status: number): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { code: error.code, http: { status } } });
}

function measureIntrospection(measureOperation: MeasureOperation): number {
  const document = parse(
    getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
    }),
  );
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return measureOperation(document, operation as OperationDefinitionNode, {}).introspection;
}

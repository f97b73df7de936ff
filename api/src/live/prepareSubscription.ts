import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { SubscribePayload } from 'graphql-ws';
// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql/index.js';
import type { AssertOperationSize } from '../limitOperation.js';
import { getListedDocument } from '../safety/getListedDocument.js';
import { SubscriptionsOnlyError } from './errors.js';

/** Errors of one document that are told. */
const MAX_ERRORS = 5;

export interface SubscriptionRules {
  readonly schema: GraphQLSchema;
  readonly assertOperationSize: AssertOperationSize;
  /** Lexical tokens; more is not parsed. */
  readonly maxTokens: number;
  /** The only documents that run; null: any. */
  readonly safelist: ReadonlyMap<string, string> | null;
}

export interface PreparedSubscription {
  readonly args: ExecutionArgs;
  /** Points that each event costs. */
  readonly cost: number;
}

/** Checks an operation as those over HTTP are checked; gives what is wrong with it, or what to run. */
export function prepareSubscription(
  rules: SubscriptionRules,
  payload: SubscribePayload,
): PreparedSubscription | readonly GraphQLError[] {
  try {
    const document = parseDocument(rules, payload);
    const operation = getOperationAST(document, payload.operationName);
    if (operation == null)
      return [
        fail(
          'the operation is not in the document; name one of them',
          ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
        ),
      ];
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      throw new SubscriptionsOnlyError({ operation: operation.operation });
    const mistakes = validate(rules.schema, document, undefined, { maxErrors: MAX_ERRORS });
    if (mistakes.length > 0)
      return mistakes.map((mistake) => withCode(mistake, ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED));
    const variableValues = payload.variables ?? {};
    const { cost } = rules.assertOperationSize(document, operation, variableValues);
    return {
      args: { schema: rules.schema, document, operationName: payload.operationName, variableValues },
      cost,
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, ApolloServerErrorCode.GRAPHQL_PARSE_FAILED)];
    return [new GraphQLError((error as Error).message, { originalError: error as Error })];
  }
}

function parseDocument(rules: SubscriptionRules, payload: SubscribePayload): DocumentNode {
  const text = rules.safelist === null ? payload.query : getListedDocument(rules.safelist, payload);
  return parse(text, { maxTokens: rules.maxTokens });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  });
}

function fail(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

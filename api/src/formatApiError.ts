import { randomUUID } from 'node:crypto';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { BadFilterError, DatabaseUnavailableError, StatementTimeoutError, UnstorableTextError } from '@tributary/db';
// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLError, type GraphQLFormattedError } from 'graphql/index.js';
import { ClientError } from './errors.js';
import { ClientGoneError, CostBudgetSpentError, OperationTimeoutError } from './safety/errors.js';

/** Receives what a response must not show. */
export type ReportError = (incident: { incidentId: string; error: unknown }) => void;

const ownCodes = new Set<string>(Object.values(ApolloServerErrorCode));

/**
 * What a client sees of an error: a sentence and `extensions.code`, never a stack or SQL.
 *
 * Codes of a {@link ClientError}: change the request. `DATABASE_UNAVAILABLE`, `TIMEOUT`, `COST_BUDGET_SPENT`: try again, or
 * ask for less. `INTERNAL_SERVER_ERROR`: a defect here, reported under `extensions.incidentId`. Codes of Apollo Server
 * (`GRAPHQL_VALIDATION_FAILED`, …) pass through. docs/api.md lists all.
 */
export function formatApiError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: ReportError,
): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const original = unwrap(error);
  if (original instanceof ClientError || original instanceof OperationTimeoutError)
    return { message: original.message, ...place, extensions: { code: original.code } };
  if (original instanceof CostBudgetSpentError) {
    const { message: text, code, retryAfterSeconds } = original;
    return { message: text, ...place, extensions: { code, retryAfterSeconds } };
  }
  if (original instanceof ClientGoneError)
    return { message: original.message, ...place, extensions: { code: 'TIMEOUT' } };
  if (original instanceof BadFilterError)
    return { message: original.message, ...place, extensions: { code: 'BAD_FILTER' } };
  if (original instanceof UnstorableTextError)
    return { message: original.message, ...place, extensions: { code: 'BAD_TEXT' } };
  if (original instanceof StatementTimeoutError)
    return { message: original.message, ...place, extensions: { code: 'TIMEOUT' } };

  const incidentId = randomUUID();
  if (original instanceof DatabaseUnavailableError) {
    report({ incidentId, error: original });
    const text = 'the database cannot be reached; try again in a moment';
    return { message: text, ...place, extensions: { code: 'DATABASE_UNAVAILABLE', incidentId } };
  }
  const code = formatted.extensions?.['code'];
  const isOfTheRequest =
    original instanceof GraphQLError &&
    typeof code === 'string' &&
    code !== 'INTERNAL_SERVER_ERROR' &&
    ownCodes.has(code);
  if (isOfTheRequest) return { message, ...place, extensions: { code } };
  if (original instanceof GraphQLError && path === undefined) {
    // Raised before any resolver ran: an operation that the schema does not have, such as a mutation.
    return { message, ...place, extensions: { code: ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE } };
  }
  report({ incidentId, error: original });
  return {
    message: 'something went wrong here; report the incident id if it happens again',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', incidentId },
  };
}

/** Of a check before any resolver, which Apollo Server hands over inside an error of its own. */
const REFUSALS = [ClientError, CostBudgetSpentError, OperationTimeoutError, ClientGoneError];

/** What a resolver threw, or a check before any resolver. */
function unwrap(error: unknown): unknown {
  const thrown = unwrapResolverError(error);
  const cause = thrown instanceof GraphQLError ? thrown.originalError : undefined;
  return REFUSALS.some((refusal) => cause instanceof refusal) ? cause : thrown;
}

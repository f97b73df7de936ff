import type { RequestHandler } from 'express';
import type { CostBudget } from './CostBudget.js';
import { BadRequestError, BatchRefusedError } from './errors.js';
import { getListedDocument, type GraphQLRequestBody } from './getListedDocument.js';

/** Points that any request costs, also one that is refused: parsing and checking it. */
export const BASE_COST = 5;

/**
 * What is checked of a request to `/graphql` before its document is parsed: that the client has points left, that it is
 * one operation, and that the operation is listed where only listed ones are answered. Passes errors on.
 */
export function checkGraphQLRequest(
  budget: CostBudget | null,
  safelist: ReadonlyMap<string, string> | null,
): RequestHandler {
  return async (request, _response, next) => {
    const payer = budget?.getPayer(request);
    if (budget && payer != null) await budget.spend(payer, BASE_COST);

    const body: unknown = request.body;
    if (Array.isArray(body)) throw new BatchRefusedError({ operationCount: body.length });
    if (request.method === 'POST' && (typeof body !== 'object' || body === null)) {
      throw new BadRequestError({
        reason: 'there is no JSON object in the body',
        advice: 'send content-type application/json',
      });
    }
    if (safelist !== null) {
      if (request.method === 'POST') request.body = withDocument(body as GraphQLRequestBody, safelist);
      else request.url = withSearchDocument(request.url, safelist);
    }
    next();
  };
}

function withDocument(body: GraphQLRequestBody, safelist: ReadonlyMap<string, string>): object {
  const { extensions: _, ...rest } = body;
  return { ...rest, query: getListedDocument(safelist, body) };
}

/** The same for `GET /graphql?query=…` or `?extensions=…`. */
function withSearchDocument(url: string, safelist: ReadonlyMap<string, string>): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const extensions = parseJson(searchParams.get('extensions'));
  searchParams.set('query', getListedDocument(safelist, { query: searchParams.get('query') ?? undefined, extensions }));
  searchParams.delete('extensions');
  return `${pathname}?${searchParams}`;
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    throw new BadRequestError({ reason: 'extensions is not JSON', advice: 'send an object' });
  }
}

import { API_URL } from '$app/env/private';
import { error } from '@sveltejs/kit';
import { ApiAnswerError } from './ApiAnswerError.ts';
import { ApiUnavailableError } from './ApiUnavailableError.ts';
import type { Operation } from './Operation.ts';

const timeoutMs = 10_000;

/** Error codes that mean "the reader's link is wrong", not "the service is broken". */
const badRequestCodes = new Set(['BAD_CURSOR', 'BAD_PAGE_SIZE', 'BAD_SEARCH', 'BAD_TEXT', 'BAD_USER_INPUT']);

/**
 * Sends one operation to the API and returns its data.
 * Throws SvelteKit's 503 when the API cannot be reached, 400 when it refuses what the URL asked for.
 */
export async function fetchOperation<Result, Variables>(
  operation: Operation<Result, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [variables: Variables]
): Promise<Result> {
  try {
    return await send(operation, variables);
  } catch (failure) {
    if (failure instanceof ApiAnswerError && failure.code !== undefined && badRequestCodes.has(failure.code)) {
      error(400, {
        message: 'The address of this page asks for something that does not exist.',
        advice: 'Start again from the first page of the list, or search for something else.',
      });
    }
    if (failure instanceof ApiUnavailableError || failure instanceof ApiAnswerError) {
      console.error(failure.message);
      error(503, {
        message: 'The explorer cannot reach its data right now.',
        advice: 'The indexer may be starting. Reload this page in a moment.',
      });
    }
    throw failure;
  }
}

async function send<Result, Variables>(operation: Operation<Result, Variables>, variables: unknown): Promise<Result> {
  let status: number | undefined;
  let body: { data?: Result | null; errors?: { message?: string; extensions?: { code?: string } }[] };
  try {
    const response = await fetch(API_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ operationName: operation.name, query: operation.text, variables: variables ?? {} }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    status = response.status;
    body = (await response.json()) as typeof body;
  } catch (cause) {
    throw new ApiUnavailableError({ operation: operation.name, url: API_URL, status }, { cause });
  }
  if (body.errors?.length) {
    const messages = body.errors.map((each) => each.message ?? 'no message');
    throw new ApiAnswerError({ operation: operation.name, code: body.errors[0]?.extensions?.code, messages });
  }
  if (!body.data) throw new ApiUnavailableError({ operation: operation.name, url: API_URL, status });
  return body.data;
}

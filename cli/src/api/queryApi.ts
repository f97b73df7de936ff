import { ApiQueryError } from '../errors.js';

const TIMEOUT_MS = 10_000;

/**
 * Asks the public GraphQL API; returns `data`, whose shape is the caller's to know from its query.
 *
 * @throws ApiQueryError when there is no answer, or one with errors
 */
export async function queryApi<Data>(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  let answer: { data?: Data | null; errors?: { message: string }[] };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = (await response.json()) as typeof answer;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new ApiQueryError({ url, reason: cause instanceof Error ? cause.message : String(cause) });
  }
  const { data, errors } = answer;
  if (errors?.[0] || !data) throw new ApiQueryError({ url, reason: errors?.[0]?.message ?? 'an answer without data' });
  return data;
}

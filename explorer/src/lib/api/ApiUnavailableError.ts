import { RetryableError } from '@tributary/protocol';

/** The API did not answer in time, or not with GraphQL. */
export class ApiUnavailableError extends RetryableError {
  constructor(facts: { operation: string; url: string; status?: number | undefined }, options?: ErrorOptions) {
    const status = facts.status === undefined ? 'no answer' : `status ${facts.status}`;
    super(
      `${facts.operation}: ${status} from the API at ${facts.url}. Check that it runs and that API_URL names it.`,
      facts,
      options,
    );
  }
}

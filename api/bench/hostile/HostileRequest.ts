/** One request that nobody means well with, as it goes over the wire. */
export interface HostileRequest {
  readonly kind: string;
  readonly name: string;
  readonly method: string;
  /** Path and query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const JSON_TYPE = { 'content-type': 'application/json' };

export function postText(
  kind: string,
  name: string,
  body: string,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): HostileRequest {
  return { kind, name, method: 'POST', path: '/graphql', headers, body };
}

export function postJson(kind: string, name: string, body: unknown): HostileRequest {
  return postText(kind, name, JSON.stringify(body));
}

export function postQuery(
  kind: string,
  name: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): HostileRequest {
  return postJson(kind, name, { query, variables });
}

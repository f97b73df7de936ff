import { OperationNotListedError } from './errors.js';
import { hashDocument } from './loadSafelist.js';

/** A request as GraphQL clients send it; of a stranger, so any field may be anything. */
export interface GraphQLRequestBody {
  readonly query?: unknown;
  readonly extensions?: unknown;
}

/**
 * The listed document that a request means by its text, or by the hash of a persisted query
 * (`extensions.persistedQuery.sha256Hash`). Throws {@link OperationNotListedError}.
 */
export function getListedDocument(safelist: ReadonlyMap<string, string>, body: GraphQLRequestBody): string {
  const { query, extensions } = body;
  const persisted = (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery;
  const claimed = typeof persisted?.sha256Hash === 'string' ? persisted.sha256Hash : null;
  const sha256 = typeof query === 'string' && query !== '' ? hashDocument(query) : claimed;
  const document = sha256 === null ? undefined : safelist.get(sha256);
  if (document === undefined) throw new OperationNotListedError({ sha256: sha256?.slice(0, 64) ?? null });
  return document;
}

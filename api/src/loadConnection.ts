import type { ListQuery, Page } from '@tributary/db';
import { buildPageRequest } from './buildPageRequest.js';
import { encodeCursor } from './cursor.js';
import type { Loaders } from './Loaders.js';
import type { PageArgs } from './types/PageArgs.js';
import type { PageInfo } from './types/PageInfo.js';

/** Root value of every connection type. */
export interface Connection<Row extends object> {
  edges: { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: PageInfo;
  /** Called by GraphQL only when the field is asked for. */
  totalCount: () => Promise<number>;
  totalCountIsEstimate: () => Promise<boolean>;
}

/** A page of a list; those of several parents in one response are loaded together. */
export async function loadConnection<Row extends object>(
  loaders: Loaders,
  list: ListQuery<Row>,
  args: PageArgs,
  parentId = '',
): Promise<Connection<Row>> {
  const request = buildPageRequest(list, args);
  const page: Page<Row> = await loaders.pages(list, request).load(parentId);
  const edges = page.entries.map(({ keys, row }) => ({ cursor: encodeCursor(list, keys), node: row }));
  return {
    edges,
    nodes: page.entries.map(({ row }) => row),
    pageInfo: {
      hasNextPage: request.backward ? request.before !== null : page.hasMore,
      hasPreviousPage: request.backward ? page.hasMore : request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => (await loaders.listCounts(list).load(parentId)).count,
    totalCountIsEstimate: async () => (await loaders.listCounts(list).load(parentId)).isEstimate,
  };
}

import { redirect } from '@sveltejs/kit';
import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { Search, type SearchResult } from '#lib/api/operations.generated.ts';
import { resultHref } from '#lib/resultHref.ts';
import type { PageServerLoad } from './$types';

/** One hit leads straight to it. */
export const load: PageServerLoad = async ({ url }) => {
  const text = (url.searchParams.get('q') ?? '').trim().slice(0, 200);
  const hits: SearchResult['search'] = text ? (await fetchOperation(Search, { text })).search : [];
  const [only] = hits;
  if (only && hits.length === 1) redirect(303, resultHref(only.result));
  return { text, hits };
};

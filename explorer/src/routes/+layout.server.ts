import { API_URL, GRAPHQL_URL } from '$app/env/private';
import { loadCounters } from '#lib/api/loadCounters.server.ts';
import type { LayoutServerLoad } from './$types';

/** Never fails: a page without counters can still say what is wrong. */
export const load: LayoutServerLoad = async () => ({
  nowMs: Date.now(),
  counters: await loadCounters().catch(() => null),
  graphqlUrl: GRAPHQL_URL || API_URL,
});

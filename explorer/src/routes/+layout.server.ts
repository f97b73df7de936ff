import { API_URL, GRAPHQL_URL } from '$app/env/private';
import { loadCounters } from '#lib/api/loadCounters.server.ts';
import { loadSyntheticReason } from '#lib/api/loadSyntheticReason.server.ts';
import type { LayoutServerLoad } from './$types';

/** Never fails: a page without counters can still say what is wrong. */
export const load: LayoutServerLoad = async () => {
  const [counters, syntheticReason] = await Promise.all([
    loadCounters().catch(() => null),
    loadSyntheticReason().catch(() => null),
  ]);
  return { nowMs: Date.now(), counters, syntheticReason, graphqlUrl: GRAPHQL_URL || API_URL };
};

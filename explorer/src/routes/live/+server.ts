import { json } from '@sveltejs/kit';
import { loadCounters } from '#lib/api/loadCounters.server.ts';
import type { RequestHandler } from './$types';

/** The counters that an open page refreshes, from this origin, so that browsers never need the API's address. */
export const GET: RequestHandler = async () => json(await loadCounters(), { headers: { 'cache-control': 'no-store' } });

import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { Home } from '#lib/api/operations.generated.ts';
import { wrongVerdicts } from '#lib/verdict.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ depends }) => {
  depends('tributary:latest');
  return fetchOperation(Home, { wrong: wrongVerdicts });
};

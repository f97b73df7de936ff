import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { ProposalList } from '#lib/api/operations.generated.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const { proposals } = await fetchOperation(ProposalList, readPage(url, 'page', 15));
  return { proposals };
};

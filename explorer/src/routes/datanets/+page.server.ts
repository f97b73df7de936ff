import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { DatanetList } from '#lib/api/operations.generated.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const name = url.searchParams.get('name')?.trim().slice(0, 100) || null;
  const { datanets } = await fetchOperation(DatanetList, { name, ...readPage(url, 'page', 25) });
  return { datanets, name };
};

import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { BlockPage } from '#lib/api/operations.generated.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

const maxInt = 2 ** 31 - 1;

/** A block without protocol events is not stored; within the indexed range that is an answer, not an error. */
export const load: PageServerLoad = async ({ params, url, depends }) => {
  const number = Number(params.number);
  if (!/^\d{1,10}$/.test(params.number) || number > maxInt) notFound('block', params.number);
  const { block, network } = await fetchOperation(BlockPage, { number, ...readPage(url, 'page', 50) });
  if (block && block.finality !== 'FINALIZED') depends('tributary:finality');
  if (!block && (network.indexedBlockNumber === null || number > network.indexedBlockNumber)) {
    notFound('block', params.number);
  }
  return { number, block, indexedBlockNumber: network.indexedBlockNumber };
};

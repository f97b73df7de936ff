import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { TransactionPage } from '#lib/api/operations.generated.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, depends }) => {
  const hash = params.hash.toLowerCase();
  if (!/^0x[0-9a-f]{64}$/.test(hash)) notFound('transaction', params.hash);
  const { transactions, chain } = await fetchOperation(TransactionPage, { hash, ...readPage(url, 'page', 50) });
  const [transaction] = transactions.nodes;
  if (!transaction) notFound('transaction', params.hash);
  if (transaction.finality !== 'FINALIZED') depends('tributary:finality');
  return { transaction, repeatCount: transactions.totalCount, settledBlockNumber: chain?.settledBlockNumber ?? null };
};

import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { ProposalPage } from '#lib/api/operations.generated.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, depends }) => {
  const { proposalId } = params;
  const { proposal } = await fetchOperation(ProposalPage, { proposalId, ...readPage(url, 'votes', 25) });
  if (!proposal) notFound('proposal', proposalId);
  if (proposal.evidence.finality !== 'FINALIZED') depends('tributary:finality');
  return { proposal };
};

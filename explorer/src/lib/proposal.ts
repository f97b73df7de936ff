import type { ProposalState } from './api/operations.generated.ts';

/** How the state of a proposal is said: the word on a mark, the sentence on its page, and whether anything can still happen. */
export interface ProposalWords {
  word: string;
  sentence: string;
  tone: 'good' | 'open' | 'closed';
}

export const proposalWords: Record<ProposalState, ProposalWords> = {
  PENDING: { word: 'Pending', sentence: 'Voting has not begun.', tone: 'open' },
  ACTIVE: { word: 'Voting', sentence: 'Whoever holds gOPEN and has delegated it may vote now.', tone: 'open' },
  CANCELED: { word: 'Cancelled', sentence: 'It was taken back and will not be done.', tone: 'closed' },
  DEFEATED: { word: 'Defeated', sentence: 'It did not carry, and will not be done.', tone: 'closed' },
  SUCCEEDED: { word: 'Carried', sentence: 'It carried, and waits for somebody to queue it.', tone: 'good' },
  QUEUED: {
    word: 'Queued',
    sentence: 'It carried; the timelock holds it back so that whoever disagrees can leave.',
    tone: 'good',
  },
  EXECUTED: { word: 'Executed', sentence: 'It carried and was done.', tone: 'good' },
};

/** The first line of a proposal's text without the marks of a heading: what stands for it in a list. */
export function titleOfProposal(proposal: { proposalId: string; description: string }): string {
  const line = proposal.description.split(/\r?\n/).find((each) => each.trim() !== '') ?? '';
  return line.replace(/^#+\s*/, '').trim() || `Proposal ${proposal.proposalId}`;
}

import type { ProposalFacts, ProposalRow } from '@tributary/db';
import { ProposalState } from './types/networkEnums.js';

type Votes = Pick<
  ProposalRow,
  | 'voteStartSeconds'
  | 'voteEndSeconds'
  | 'forVotesWei'
  | 'againstVotesWei'
  | 'abstainVotesWei'
  | 'queuedBlockNumber'
  | 'executedBlockNumber'
  | 'canceledBlockNumber'
>;

/**
 * Where a proposal stands at the chain's time, as OpenZeppelin's Governor with GovernorTimelockControl decides it. Null
 * when voting is over and nobody knows what quorum was needed.
 */
export function getProposalState(proposal: Votes, facts: ProposalFacts): ProposalState | null {
  if (proposal.canceledBlockNumber !== null) return ProposalState.CANCELED;
  if (proposal.executedBlockNumber !== null) return ProposalState.EXECUTED;
  if (proposal.queuedBlockNumber !== null) {
    if (facts.isDoneInTimelock) return ProposalState.EXECUTED;
    return facts.isCancelledInTimelock ? ProposalState.CANCELED : ProposalState.QUEUED;
  }
  if (facts.nowSeconds <= proposal.voteStartSeconds) return ProposalState.PENDING;
  if (facts.nowSeconds <= proposal.voteEndSeconds) return ProposalState.ACTIVE;
  if (proposal.forVotesWei <= proposal.againstVotesWei) return ProposalState.DEFEATED;
  if (facts.quorumWei === null) return null;
  const hasQuorum = proposal.forVotesWei + proposal.abstainVotesWei >= facts.quorumWei;
  return hasQuorum ? ProposalState.SUCCEEDED : ProposalState.DEFEATED;
}

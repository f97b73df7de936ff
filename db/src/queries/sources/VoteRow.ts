import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type VoteSupportName = 'AGAINST' | 'FOR' | 'ABSTAIN' | 'UNKNOWN';

/** A vote on a proposal. */
export interface VoteRow extends EvidenceRow {
  id: string;
  claimedProposalId: string;
  support: VoteSupportName;
  weightWei: bigint;
  reason: string;
  isCounted: boolean;
  proposalId: string | null;
  voterId: string;
}

export const voteSource: EntitySource<VoteRow> = {
  from: 'vote vo',
  key: 'vo.id',
  columns: {
    id: 'vo.id',
    claimedProposalId: 'vo.claimed_proposal_id',
    support: 'vo.support::text',
    weightWei: 'vo.weight_wei',
    reason: 'vo.reason',
    isCounted: 'vo.is_counted',
    proposalId: 'vo.proposal_id',
    voterId: 'vo.voter_id',
    ...evidenceColumns('vo'),
  },
};

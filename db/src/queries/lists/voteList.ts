import { VoteSupport } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type VoteRow, voteSource } from '../sources/VoteRow';

/** Votes, newest first. */
export const voteList = defineChainList<VoteRow>({
  name: 'votes',
  node: 'Vote',
  description: 'Votes on proposals.',
  source: voteSource,
  place: 'vo',
  filters: {
    proposalId: {
      kind: 'id',
      expression: 'vo.proposal_id',
      index: 'lookup',
      isNullable: true,
      description: 'What it is about, decimal; null when no such proposal is known.',
    },
    claimedProposalId: {
      kind: 'id',
      expression: 'vo.claimed_proposal_id',
      index: 'lookup',
      description: 'What the event says, also when no such proposal is known.',
    },
    voter: { kind: 'address', expression: 'vo.voter_id', index: 'lookup', description: 'Who voted.' },
    support: {
      kind: 'enum',
      enum: { name: 'VoteSupport', values: Object.values(VoteSupport) },
      expression: 'vo.support',
      index: 'none',
      description: 'How it was cast.',
    },
    isCounted: { kind: 'boolean', expression: 'vo.is_counted', index: 'none', description: 'Whether it counts.' },
    weightWei: {
      kind: 'bigint',
      expression: 'vo.weight_wei',
      index: 'none',
      description: 'What it weighs, wei of gOPEN.',
    },
    ...chainFilters('vo'),
  },
  parents: {
    'Proposal.votes': { condition: 'vo.proposal_id = parent.id', description: 'Votes on it.' },
    'Account.votes': { condition: 'vo.voter_id = parent.id', description: 'How it voted.' },
  },
});

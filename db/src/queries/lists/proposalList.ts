import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ProposalRow, proposalSource } from '../sources/ProposalRow';

/** Proposals, newest first. */
export const proposalList = defineChainList<ProposalRow>({
  name: 'proposals',
  node: 'Proposal',
  description: 'Proposals.',
  source: proposalSource,
  place: 'pr',
  filters: {
    proposalId: { kind: 'id', expression: 'pr.id', index: 'lookup', description: 'Decimal.' },
    proposer: { kind: 'address', expression: 'pr.proposer_id', index: 'lookup', description: 'Who proposes it.' },
    executionTransactionHash: {
      kind: 'hash',
      expression: 'pr.execution_transaction_hash',
      index: 'lookup',
      isNullable: true,
      description: 'Transaction that executed it, 0x hex; null until executed.',
    },
    ...chainFilters('pr'),
  },
  parents: {
    'Account.proposals': { condition: 'pr.proposer_id = parent.id', description: 'What it proposed.' },
  },
});

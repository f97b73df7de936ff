import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** A decision put to those who hold gOPEN. */
export interface ProposalRow extends EvidenceRow {
  id: string;
  proposalId: string;
  description: string;
  voteStartSeconds: bigint;
  voteEndSeconds: bigint;
  againstVotesWei: bigint;
  forVotesWei: bigint;
  abstainVotesWei: bigint;
  etaSeconds: bigint | null;
  queuedBlockNumber: number | null;
  queueTransactionHash: string | null;
  executedBlockNumber: number | null;
  executionTransactionHash: string | null;
  canceledBlockNumber: number | null;
  cancellationTransactionHash: string | null;
  proposerId: string;
}

export const proposalSource: EntitySource<ProposalRow> = {
  from: 'proposal pr',
  key: 'pr.id',
  columns: {
    id: 'pr.id',
    proposalId: 'pr.id',
    description: 'pr.description',
    voteStartSeconds: 'pr.vote_start_seconds',
    voteEndSeconds: 'pr.vote_end_seconds',
    againstVotesWei: 'pr.against_votes_wei',
    forVotesWei: 'pr.for_votes_wei',
    abstainVotesWei: 'pr.abstain_votes_wei',
    etaSeconds: 'pr.eta_seconds',
    queuedBlockNumber: 'pr.queued_block_number',
    queueTransactionHash: 'pr.queue_transaction_hash',
    executedBlockNumber: 'pr.executed_block_number',
    executionTransactionHash: 'pr.execution_transaction_hash',
    canceledBlockNumber: 'pr.canceled_block_number',
    cancellationTransactionHash: 'pr.cancellation_transaction_hash',
    proposerId: 'pr.proposer_id',
    ...evidenceColumns('pr'),
  },
};

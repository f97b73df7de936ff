import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** A checkpoint of voting power: the latest at or before a second is what counts at that second. */
export interface VotePowerRow extends EvidenceRow {
  id: string;
  delegateId: string;
  previousVotesWei: bigint;
  votesWei: bigint;
  timestampSeconds: bigint;
}

export const votePowerSource: EntitySource<VotePowerRow> = {
  from: 'vote_power vp',
  key: 'vp.id',
  columns: {
    id: 'vp.id',
    delegateId: 'vp.delegate_id',
    previousVotesWei: 'vp.previous_votes_wei',
    votesWei: 'vp.votes_wei',
    timestampSeconds: 'vp.timestamp_seconds',
    ...evidenceColumns('vp'),
  },
};

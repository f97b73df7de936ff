import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** An account that gave its votes to another, or took them back. */
export interface VoteDelegationRow extends EvidenceRow {
  id: string;
  delegatorId: string;
  fromDelegateId: string | null;
  toDelegateId: string | null;
}

export const voteDelegationSource: EntitySource<VoteDelegationRow> = {
  from: 'vote_delegation vd',
  key: 'vd.id',
  columns: {
    id: 'vd.id',
    delegatorId: 'vd.delegator_id',
    fromDelegateId: 'vd.from_delegate_id',
    toDelegateId: 'vd.to_delegate_id',
    ...evidenceColumns('vd'),
  },
};

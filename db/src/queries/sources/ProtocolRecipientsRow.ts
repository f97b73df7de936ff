import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** Who is paid for the platform and for the stakers; the latest before a settlement is in force for it. */
export interface ProtocolRecipientsRow extends EvidenceRow {
  id: string;
  platformRecipientId: string;
  stakerRecipientId: string;
}

export const protocolRecipientsSource: EntitySource<ProtocolRecipientsRow> = {
  from: 'protocol_recipients ps',
  key: 'ps.id',
  columns: {
    id: 'ps.id',
    platformRecipientId: 'ps.platform_recipient_id',
    stakerRecipientId: 'ps.staker_recipient_id',
    ...evidenceColumns('ps'),
  },
};

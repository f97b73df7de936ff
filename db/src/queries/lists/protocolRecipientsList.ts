import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ProtocolRecipientsRow, protocolRecipientsSource } from '../sources/ProtocolRecipientsRow';

/** Who is paid for platform and stakers, newest first. */
export const protocolRecipientsList = defineChainList<ProtocolRecipientsRow>({
  name: 'protocolRecipients',
  node: 'ProtocolRecipients',
  description: 'Who is paid for the platform and for the stakers, as it was set.',
  source: protocolRecipientsSource,
  place: 'ps',
  filters: {
    platformRecipient: {
      kind: 'address',
      expression: 'ps.platform_recipient_id',
      index: 'lookup',
      description: 'Who is paid for the platform.',
    },
    stakerRecipient: {
      kind: 'address',
      expression: 'ps.staker_recipient_id',
      index: 'lookup',
      description: 'Who is paid for the stakers.',
    },
    ...chainFilters('ps'),
  },
  parents: {
    'Account.protocolRecipients': {
      condition: '(ps.platform_recipient_id = parent.id OR ps.staker_recipient_id = parent.id)',
      description: 'When it was made the one that is paid for the platform or for the stakers.',
    },
  },
});

import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type AttestationRow, attestationSource } from '../sources/AttestationRow';

/** What third parties say, newest first. */
export const attestationList = defineChainList<AttestationRow>({
  name: 'attestations',
  node: 'Attestation',
  description: 'Attestations.',
  source: attestationSource,
  place: 'at',
  filters: {
    uid: { kind: 'hash', expression: 'at.id', index: 'lookup', description: '0x hex.' },
    schemaUid: {
      kind: 'hash',
      expression: 'at.claimed_schema_uid',
      index: 'lookup',
      description: 'By which schema, also when none is known, 0x hex.',
    },
    attester: { kind: 'address', expression: 'at.attester_id', index: 'lookup', description: 'Who says it.' },
    recipient: {
      kind: 'address',
      expression: 'at.recipient_id',
      index: 'lookup',
      isNullable: true,
      description: 'To whom; null without.',
    },
    datanetId: {
      kind: 'id',
      expression: 'at.datanet_id',
      index: 'lookup',
      isNullable: true,
      description: 'About which datanet, decimal; null without.',
    },
    modelId: {
      kind: 'id',
      expression: 'at.model_id',
      index: 'lookup',
      isNullable: true,
      description: 'About which model, decimal; null without.',
    },
    refUid: {
      kind: 'hash',
      expression: 'at.ref_uid',
      index: 'none',
      isNullable: true,
      description: 'The attestation that it is about, 0x hex; null without.',
    },
    revokedBlockNumber: {
      kind: 'integer',
      expression: 'at.revoked_block_number',
      index: 'none',
      isNullable: true,
      description: 'Block in which it was taken back; null while it stands.',
    },
    ...chainFilters('at'),
  },
  parents: {
    'AttestationSchema.attestations': { condition: 'at.schema_id = parent.id', description: 'What was said by it.' },
    'Datanet.attestations': { condition: 'at.datanet_id = parent.id', description: 'What third parties say of it.' },
    'DatanetVersion.attestations': {
      condition: 'at.datanet_version_id = parent.id',
      description: 'What third parties say of it.',
    },
    'Model.attestations': { condition: 'at.model_id = parent.id', description: 'What third parties say of it.' },
    'Account.attestations': { condition: 'at.attester_id = parent.id', description: 'What it says of others.' },
    'Account.attestationsReceived': { condition: 'at.recipient_id = parent.id', description: 'What others say to it.' },
  },
});

import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type AttestationSchemaRow, attestationSchemaSource } from '../sources/AttestationSchemaRow';

/** Schemas of attestations, newest first. */
export const attestationSchemaList = defineChainList<AttestationSchemaRow>({
  name: 'attestationSchemas',
  node: 'AttestationSchema',
  description: 'Schemas of attestations.',
  source: attestationSchemaSource,
  place: 'as_',
  filters: {
    uid: { kind: 'hash', expression: 'as_.id', index: 'lookup', description: '0x hex.' },
    registerer: {
      kind: 'address',
      expression: 'as_.registerer_id',
      index: 'lookup',
      description: 'Who registered it.',
    },
    ...chainFilters('as_'),
  },
  parents: {
    'Account.attestationSchemas': { condition: 'as_.registerer_id = parent.id', description: 'Schemas it registered.' },
  },
});

import type { ListQuery } from '../ListQuery';
import { type AttestationRow, attestationSource } from '../sources/AttestationRow';
import { listOf } from './listOf';

const parents = {
  AttestationSchema: 'at.schema_id = parent.id',
  Datanet: 'at.datanet_id = parent.id',
  Model: 'at.model_id = parent.id',
  Account: 'at.attester_id = parent.id',
};

/** Attestations, newest first: all, or by AttestationSchema, Datanet, Model, Account. */
export function attestationList(filter: { parent?: keyof typeof parents } = {}): ListQuery<AttestationRow> {
  return listOf({
    source: attestationSource,
    field: 'attestations',
    order: 'at',
    parents,
    parent: filter.parent ?? null,
  });
}

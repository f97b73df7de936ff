import type { ListQuery } from '../ListQuery';
import { type AttestationSchemaRow, attestationSchemaSource } from '../sources/AttestationSchemaRow';
import { listOf } from './listOf';

/** AttestationSchemas, newest first. */
export function attestationSchemaList(): ListQuery<AttestationSchemaRow> {
  return listOf({
    source: attestationSchemaSource,
    field: 'attestationSchemas',
    order: 'as_',
    parents: {},
    parent: null,
  });
}

import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** A log of one of the contracts, decoded or not. */
export interface ProtocolEventRow extends EvidenceRow {
  id: string;
  contract: string;
  address: string;
  name: string | null;
  args: unknown;
  raw: unknown;
  problem: string | null;
}

export const protocolEventSource: EntitySource<ProtocolEventRow> = {
  from: 'protocol_event e',
  key: 'e.id',
  columns: {
    id: 'e.id',
    contract: 'e.contract',
    address: 'e.address',
    name: 'e.name',
    args: 'e.args',
    raw: 'e.raw',
    problem: 'e.problem',
    ...evidenceColumns('e'),
  },
};

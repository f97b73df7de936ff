import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type GOpenTransferKindName = 'WRAP' | 'UNWRAP' | 'TRANSFER';

/** gOPEN that changed hands, came to be or went. It wraps OPEN one to one and votes. */
export interface GOpenTransferRow extends EvidenceRow {
  id: string;
  kind: GOpenTransferKindName;
  amountWei: bigint;
  supplyWei: bigint;
  timestampSeconds: bigint;
  fromId: string | null;
  toId: string | null;
}

export const gOpenTransferSource: EntitySource<GOpenTransferRow> = {
  from: 'g_open_transfer gt',
  key: 'gt.id',
  columns: {
    id: 'gt.id',
    kind: 'gt.kind::text',
    amountWei: 'gt.amount_wei',
    supplyWei: 'gt.supply_wei',
    timestampSeconds: 'gt.timestamp_seconds',
    fromId: 'gt.from_id',
    toId: 'gt.to_id',
    ...evidenceColumns('gt'),
  },
};

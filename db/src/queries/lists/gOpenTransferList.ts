import { GOpenTransferKind } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type GOpenTransferRow, gOpenTransferSource } from '../sources/GOpenTransferRow';

/** Movements of gOPEN, newest first. */
export const gOpenTransferList = defineChainList<GOpenTransferRow>({
  name: 'gOpenTransfers',
  node: 'GOpenTransfer',
  description: 'gOPEN that changed hands, came to be or went.',
  source: gOpenTransferSource,
  place: 'gt',
  filters: {
    kind: {
      kind: 'enum',
      enum: { name: 'GOpenTransferKind', values: Object.values(GOpenTransferKind) },
      expression: 'gt.kind',
      index: 'ordered',
      description: 'How it moved.',
    },
    from: {
      kind: 'address',
      expression: 'gt.from_id',
      index: 'lookup',
      isNullable: true,
      description: 'Who had it; null when it was wrapped.',
    },
    to: {
      kind: 'address',
      expression: 'gt.to_id',
      index: 'lookup',
      isNullable: true,
      description: 'Who got it; null when it was unwrapped.',
    },
    amountWei: { kind: 'bigint', expression: 'gt.amount_wei', index: 'none', description: 'Amount, wei of gOPEN.' },
    ...chainFilters('gt'),
  },
  parents: {
    'Account.gOpenTransfers': {
      condition: '(gt.from_id = parent.id OR gt.to_id = parent.id)',
      description: 'gOPEN that came to it or left it.',
    },
  },
});

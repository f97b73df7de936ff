import type { GroupQuery } from '../loadGroups';
import type { PayoutRoleName } from './PayoutRow';

/** Expected against paid for one recipient, role and contribution. */
export interface ReconciliationLineRow {
  id: string;
  /** The inferenceId. */
  reconciliationId: string;
  position: number;
  recipientId: string;
  role: PayoutRoleName;
  /** 0 when the role is not CONTRIBUTOR. */
  contributionId: string;
  expectedWei: bigint | null;
  paidWei: bigint;
}

/** Lines of a reconciliation, in their order. */
export const reconciliationLines: GroupQuery<ReconciliationLineRow> = {
  source: {
    from: 'reconciliation_line l',
    key: 'l.id',
    columns: {
      id: 'l.id',
      reconciliationId: 'l.reconciliation_id',
      position: 'l.position',
      recipientId: 'l.recipient',
      role: 'l.role::text',
      contributionId: 'l.contribution_id',
      expectedWei: 'l.expected_wei',
      paidWei: 'l.paid_wei',
    },
  },
  parentKey: 'l.reconciliation_id',
  orderBy: 'l.position',
};

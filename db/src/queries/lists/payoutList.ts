import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import { type PayoutRoleName, type PayoutRow, payoutSource } from '../sources/PayoutRow';
import { listOf } from './listOf';

const parents = {
  Account: 'p.recipient_id = parent.id',
  Inference: 'p.inference_id = parent.id',
  Contribution: 'p.contribution_id = parent.id',
};

/** Payouts, newest first: all, of an inference, to an account, or for a contribution. */
export function payoutList(filter: {
  parent?: keyof typeof parents;
  role?: PayoutRoleName | null | undefined;
}): ListQuery<PayoutRow> {
  return listOf({
    source: payoutSource,
    field: 'payouts',
    order: 'p',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.role ? sql`p.role::text = ${filter.role}` : null],
  });
}

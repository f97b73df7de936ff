import type { ListQuery } from '../ListQuery';
import { type RewardClaimRow, rewardClaimSource } from '../sources/RewardClaimRow';
import { listOf } from './listOf';

/** Rewards an account has taken, newest first. */
export function rewardClaimList(): ListQuery<RewardClaimRow> {
  return listOf({
    source: rewardClaimSource,
    field: 'claims',
    order: 'rc',
    parents: { Account: 'rc.recipient_id = parent.id' },
    parent: 'Account',
  });
}

import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type RewardClaimRow, rewardClaimSource } from '../sources/RewardClaimRow';

/** Rewards that were taken, newest first. */
export const rewardClaimList = defineChainList<RewardClaimRow>({
  name: 'rewardClaims',
  node: 'RewardClaim',
  description: 'Rewards that were taken.',
  source: rewardClaimSource,
  place: 'rc',
  filters: {
    recipient: { kind: 'address', expression: 'rc.recipient_id', index: 'lookup', description: 'Who took it.' },
    amountWei: { kind: 'bigint', expression: 'rc.amount_wei', index: 'none', description: 'Amount, wei.' },
    ...chainFilters('rc'),
  },
  parents: {
    'Account.claims': { condition: 'rc.recipient_id = parent.id', description: 'Rewards it took.' },
  },
});

import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type StakeRow, stakeSource } from '../sources/StakeRow';

/** Stakes, newest first. */
export const stakeList = defineChainList<StakeRow>({
  name: 'stakes',
  node: 'Stake',
  description: 'Stakes of gOPEN.',
  source: stakeSource,
  place: 'sk',
  filters: {
    stakingId: { kind: 'id', expression: 'sk.id', index: 'lookup', description: 'Decimal.' },
    recipient: { kind: 'address', expression: 'sk.recipient_id', index: 'lookup', description: 'Whose it is.' },
    claimedConfigId: {
      kind: 'id',
      expression: 'sk.claimed_config_id',
      index: 'lookup',
      isNullable: true,
      description:
        'Its terms, as the calldata says, decimal; null when it was not staked by calling the contract directly.',
    },
    endedBlockNumber: {
      kind: 'integer',
      expression: 'sk.ended_block_number',
      index: 'none',
      isNullable: true,
      description: 'Block in which it was paid back; null until then.',
    },
    principalWei: {
      kind: 'bigint',
      expression: 'sk.principal_wei',
      index: 'none',
      description: 'What was staked, wei of gOPEN.',
    },
    ...chainFilters('sk'),
  },
  parents: {
    'Account.stakes': { condition: 'sk.recipient_id = parent.id', description: 'gOPEN that it has staked.' },
    'StakingConfig.stakes': {
      condition: 'sk.claimed_config_id = parent.id',
      key: 'configId',
      description: 'Stakes on terms of its id.',
    },
  },
});

import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type StakingConfigRow, stakingConfigSource } from '../sources/StakingConfigRow';

/** Terms of staking, newest first. */
export const stakingConfigList = defineChainList<StakingConfigRow>({
  name: 'stakingConfigs',
  node: 'StakingConfig',
  description: 'Terms of staking as they were set.',
  source: stakingConfigSource,
  place: 'sc',
  filters: {
    configId: { kind: 'id', expression: 'sc.config_id', index: 'lookup', description: 'Decimal.' },
    isCreation: {
      kind: 'boolean',
      expression: 'sc.is_creation',
      index: 'none',
      description: 'Whether these are the first with this id.',
    },
    isActive: {
      kind: 'boolean',
      expression: 'sc.is_active',
      index: 'none',
      isNullable: true,
      description: 'Whether it may be staked on them; null when it is not known.',
    },
    ...chainFilters('sc'),
  },
  parents: {
    'Stake.configs': {
      condition: 'sc.config_id = parent.id',
      key: 'claimedConfigId',
      description: 'Terms with the id that its calldata names, the latest first.',
    },
  },
});

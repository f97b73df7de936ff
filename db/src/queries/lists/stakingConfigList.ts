import type { ListQuery } from '../ListQuery';
import { type StakingConfigRow, stakingConfigSource } from '../sources/StakingConfigRow';
import { listOf } from './listOf';

/** StakingConfigs, newest first. */
export function stakingConfigList(): ListQuery<StakingConfigRow> {
  return listOf({
    source: stakingConfigSource,
    field: 'stakingConfigs',
    order: 'sc',
    parents: {},
    parent: null,
  });
}

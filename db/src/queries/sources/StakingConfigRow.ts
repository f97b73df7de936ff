import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** Terms of staking; the latest with an id are in force. */
export interface StakingConfigRow extends EvidenceRow {
  id: string;
  configId: string;
  isCreation: boolean;
  interestBps: number | null;
  stakeDurationSeconds: bigint | null;
  cooldownSeconds: bigint | null;
  isActive: boolean | null;
  isTopupEnabled: boolean | null;
  minStakeWei: bigint | null;
  maxStakeWei: bigint | null;
}

export const stakingConfigSource: EntitySource<StakingConfigRow> = {
  from: 'staking_config sc',
  key: 'sc.id',
  columns: {
    id: 'sc.id',
    configId: 'sc.config_id',
    isCreation: 'sc.is_creation',
    interestBps: 'sc.interest_bps',
    stakeDurationSeconds: 'sc.stake_duration_seconds',
    cooldownSeconds: 'sc.cooldown_seconds',
    isActive: 'sc.is_active',
    isTopupEnabled: 'sc.is_topup_enabled',
    minStakeWei: 'sc.min_stake_wei',
    maxStakeWei: 'sc.max_stake_wei',
    ...evidenceColumns('sc'),
  },
};

import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type GovernorSettingNameName =
  | 'VOTING_DELAY_SECONDS'
  | 'VOTING_PERIOD_SECONDS'
  | 'PROPOSAL_THRESHOLD_WEI'
  | 'QUORUM_NUMERATOR'
  | 'TIMELOCK'
  | 'MIN_DELAY_SECONDS';

/** A setting of the governor or of its timelock; the latest before something is in force for it. */
export interface GovernorSettingRow extends EvidenceRow {
  id: string;
  name: GovernorSettingNameName;
  oldValue: bigint | null;
  newValue: bigint | null;
  newAddress: string | null;
  timestampSeconds: bigint;
}

export const governorSettingSource: EntitySource<GovernorSettingRow> = {
  from: 'governor_setting gs',
  key: 'gs.id',
  columns: {
    id: 'gs.id',
    name: 'gs.name::text',
    oldValue: 'gs.old_value',
    newValue: 'gs.new_value',
    newAddress: 'gs.new_address',
    timestampSeconds: 'gs.timestamp_seconds',
    ...evidenceColumns('gs'),
  },
};

import { GovernorSettingName } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type GovernorSettingRow, governorSettingSource } from '../sources/GovernorSettingRow';

/** Settings of governor and timelock, newest first. */
export const governorSettingList = defineChainList<GovernorSettingRow>({
  name: 'governorSettings',
  node: 'GovernorSetting',
  description: 'Settings of governor and timelock as they were set.',
  source: governorSettingSource,
  place: 'gs',
  filters: {
    name: {
      kind: 'enum',
      enum: { name: 'GovernorSettingName', values: Object.values(GovernorSettingName) },
      expression: 'gs.name',
      index: 'lookup',
      description: 'Which one.',
    },
    ...chainFilters('gs'),
  },
});

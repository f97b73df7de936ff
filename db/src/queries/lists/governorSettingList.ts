import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import {
  type GovernorSettingNameName,
  type GovernorSettingRow,
  governorSettingSource,
} from '../sources/GovernorSettingRow';
import { listOf } from './listOf';

/** GovernorSettings, newest first. */
export function governorSettingList(
  filter: { name?: GovernorSettingNameName | null | undefined } = {},
): ListQuery<GovernorSettingRow> {
  return listOf({
    source: governorSettingSource,
    field: 'governorSettings',
    order: 'gs',
    parents: {},
    parent: null,
    conditions: [filter.name != null ? sql`gs.name::text = ${filter.name}` : null],
  });
}

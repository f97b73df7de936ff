import type { ListQuery } from '../ListQuery';
import { sql, sqlLiteral } from '../sql';
import {
  type ContributionRow,
  contributionSource,
  type ContributionStatus,
  contributionStatusSql,
} from '../sources/ContributionRow';
import { listOf } from './listOf';

const parents = { Datanet: 'c.datanet_id = parent.id', Account: 'c.contributor_id = parent.id' };

/** Contributions, newest first: all, a datanet's, or an account's own. */
export function contributionList(filter: {
  parent?: keyof typeof parents;
  status?: ContributionStatus | null | undefined;
  license?: string | null | undefined;
}): ListQuery<ContributionRow> {
  return listOf({
    source: contributionSource,
    field: 'contributions',
    order: 'c',
    parents,
    parent: filter.parent ?? null,
    conditions: [
      filter.status ? sql`${sqlLiteral(contributionStatusSql)} = ${filter.status}` : null,
      filter.license != null ? sql`c.license = ${filter.license}` : null,
    ],
  });
}

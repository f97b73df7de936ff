import type { EntitySource } from '../EntitySource';
import { chainOrder, type ListQuery, type SortKey } from '../ListQuery';
import type { SqlText } from '../sql';

interface ListParts<Row extends object> {
  source: EntitySource<Row>;
  /** Field name of the list in the API. */
  field: string;
  /** Alias of the table whose block number and log index order the list; or the order itself. */
  order: string | readonly SortKey[];
  /** Conditions by parent kind. */
  parents: Readonly<Record<string, string>>;
  parent: string | null;
  conditions?: readonly (SqlText | null)[];
}

/** A list of one kind of parent, or of none. */
export function listOf<Row extends object>(parts: ListParts<Row>): ListQuery<Row> {
  const { source, field, order, parents, parent, conditions = [] } = parts;
  return {
    name: parent === null ? field : `${parent}.${field}`,
    source,
    conditions: conditions.filter((condition) => condition !== null),
    parentCondition: parent === null ? null : (parents[parent] ?? null),
    order: typeof order === 'string' ? chainOrder(order) : order,
  };
}

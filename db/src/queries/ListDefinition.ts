import type { EntitySource } from './EntitySource';
import type { FilterFields } from './filters/FilterField';
import { chainOrder, type SortKey } from './ListQuery';

/** One order of a list; an index of the database gives it. */
export interface ListOrder {
  /** Together they differ from row to row. */
  readonly keys: readonly SortKey[];
  readonly isAscending: boolean;
  readonly description: string;
}

/** The list as a field of another type. */
export interface ListParent {
  /** Ties a row to `parent.id` (text). */
  readonly condition: string;
  readonly description: string;
  /** Field of the parent's row that `parent.id` stands for; its `id` unless told. */
  readonly key?: string;
}

/**
 * Everything there is to ask of the rows of one kind: from where they may be reached, by what they may be filtered, how
 * they may be ordered. API and exports are made from it.
 */
export interface ListDefinition<Row extends object> {
  /** Name of the list of all rows. */
  readonly name: string;
  /** Type of its rows in the API. */
  readonly node: string;
  readonly description: string;
  /** Whether there is a list of all rows, without parent. */
  readonly isRoot: boolean;
  readonly source: EntitySource<Row>;
  /** The first one is the default. */
  readonly orders: Readonly<Record<string, ListOrder>>;
  /** Name of the enum of the orders, where they are not those of all lists. */
  readonly orderEnum: string;
  readonly filters: FilterFields;
  /** By `<type>.<field>`. */
  readonly parents: Readonly<Record<string, ListParent>>;
}

/** Orders by the place in the chain. */
export const CHAIN_ORDER_ENUM = 'ChainOrder';

interface ListParts<Row extends object> {
  readonly name: string;
  readonly node: string;
  readonly description: string;
  readonly isRoot?: boolean;
  readonly source: EntitySource<Row>;
  /** Alias of the table whose block number and log index order the list; or those keys. */
  readonly place: string | readonly SortKey[];
  /** Orders beside those by place. */
  readonly orders?: Readonly<Record<string, ListOrder>>;
  readonly filters: FilterFields;
  readonly parents?: Readonly<Record<string, ListParent>>;
}

/** A list whose rows have a place in the chain. */
export function defineChainList<Row extends object>(parts: ListParts<Row>): ListDefinition<Row> {
  const keys = typeof parts.place === 'string' ? chainOrder(parts.place) : parts.place;
  return {
    name: parts.name,
    node: parts.node,
    description: parts.description,
    isRoot: parts.isRoot ?? true,
    source: parts.source,
    orders: {
      NEWEST: { keys, isAscending: false, description: 'The newest in the chain first.' },
      OLDEST: { keys, isAscending: true, description: 'The oldest in the chain first.' },
      ...parts.orders,
    },
    orderEnum: parts.orders === undefined ? CHAIN_ORDER_ENUM : `${parts.node}Order`,
    filters: parts.filters,
    parents: parts.parents ?? {},
  };
}

import type { EntitySource } from './EntitySource';
import { joinSql, type SqlText, sql, sqlLiteral } from './sql';

/** One part of a list's order. */
export interface SortKey {
  readonly expression: string;
  readonly type: 'int' | 'numeric' | 'text';
}

/** Values of a list's sort keys at one row; numeric ones as decimal strings. Together they name the row's place. */
export type SortKeyValues = readonly (number | string)[];

/** A list that can be paged: rows of a source, those that fulfil the conditions, in a total order. */
export interface ListQuery<Row extends object> {
  /** Stable name, part of every cursor, e.g. `inferences` or `Model.inferences`. */
  readonly name: string;
  readonly orderName: string;
  /** Text that equal filters share and others do not; empty without a filter. */
  readonly filterKey: string;
  readonly source: EntitySource<Row>;
  readonly conditions: readonly SqlText[];
  /** Condition that ties a row to `parent.id` (text), when the list belongs to a parent. */
  readonly parentCondition: string | null;
  readonly order: readonly SortKey[];
  /** From the smallest key to the largest; otherwise from the largest, that is newest first. */
  readonly isAscending: boolean;
  /** Up to so many rows are counted exactly. */
  readonly maxExactCount: number;
}

/** By the place in the chain; total because no two logs share a place. */
export function chainOrder(alias: string): SortKey[] {
  return [
    { expression: `${alias}.block_number`, type: 'int' },
    { expression: `${alias}.log_index`, type: 'int' },
  ];
}

/** All conditions of the list, with the parent's where it has one. */
export function listConditions<Row extends object>(list: ListQuery<Row>, extra: readonly SqlText[] = []): SqlText {
  const parent = list.parentCondition === null ? [] : [sqlLiteral(list.parentCondition)];
  return joinSql([sql`TRUE`, ...parent, ...list.conditions, ...extra], ' AND ');
}

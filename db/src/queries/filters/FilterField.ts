import type { SqlText } from '../sql';

/** What a field holds, which says how it may be asked about. Addresses and hashes are compared in lower case. */
export type FilterKind = 'id' | 'address' | 'hash' | 'text' | 'integer' | 'bigint' | 'time' | 'boolean' | 'enum';

export type FilterOperator = 'eq' | 'in' | 'prefix' | 'gt' | 'gte' | 'lt' | 'lte' | 'isNull';

/**
 * How the database finds rows by a field: `ordered`, by an index that begins with it and goes on in the order of the
 * list, so that a page costs a page; `lookup`, by an index, and what it finds is sorted; `none`, by reading rows, which
 * is allowed only where something else bounds how many (see buildList).
 */
export type FilterIndex = 'ordered' | 'lookup' | 'none';

export interface FilterEnum {
  /** Name of the enum in the API. */
  readonly name: string;
  readonly values: readonly string[];
}

/** One question about one field, checked: values have the kind of the field. */
export interface FilterTest {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value: string | number | boolean | readonly string[] | readonly number[];
}

/** A field that a list may be filtered by. */
export interface FilterField {
  readonly kind: FilterKind;
  /** SQL that is compared. */
  readonly expression: string;
  readonly index: FilterIndex;
  /** One sentence for the API, with units. */
  readonly description: string;
  /** Whether `isNull` may be asked. */
  readonly isNullable?: boolean;
  /** For kind `enum`. */
  readonly enum?: FilterEnum;
  /** Whether the question costs a look at other tables for every row: such lists are counted less far. */
  readonly isCostly?: boolean;
  /** Where comparing the expression is not the way. `expression` is the one above, or what equals it in every row. */
  readonly build?: (test: FilterTest, expression: string) => SqlText;
  /** Tables that this question needs beside those of the source, as ` JOIN …`. */
  readonly join?: (test: FilterTest) => FilterJoin | null;
}

export interface FilterJoin {
  readonly from: string;
  /**
   * Expressions of the source, and what equals them in every row that answers the question. Where nothing else says which
   * rows are wanted, those take their place, in conditions and order: the index that finds the rows knows only them.
   */
  readonly mirrors: Readonly<Record<string, string>>;
}

export type FilterFields = Readonly<Record<string, FilterField>>;

const OPERATORS: Readonly<Record<FilterKind, readonly FilterOperator[]>> = {
  id: ['eq', 'in'],
  address: ['eq', 'in'],
  hash: ['eq', 'in'],
  text: ['eq', 'in', 'prefix'],
  integer: ['eq', 'in', 'gt', 'gte', 'lt', 'lte'],
  bigint: ['eq', 'in', 'gt', 'gte', 'lt', 'lte'],
  time: ['gt', 'gte', 'lt', 'lte'],
  boolean: ['eq'],
  enum: ['eq', 'in'],
};

/** What may be asked of a field. */
export function getOperators(field: Pick<FilterField, 'kind' | 'isNullable'>): readonly FilterOperator[] {
  const operators = OPERATORS[field.kind];
  return field.isNullable === true ? [...operators, 'isNull'] : operators;
}

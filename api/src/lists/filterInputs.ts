import { type FilterField, type FilterKind, type FilterOperator, getOperators } from '@tributary/db';
// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import type { GraphQLScalarType } from 'graphql/index.js';
import { type ClassType, Field, InputType, Int } from 'type-graphql';
import { addressScalar } from '../scalars/addressScalar.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { hashScalar } from '../scalars/hashScalar.js';
import { filterEnums } from './filterEnums.js';

type ValueType = GraphQLScalarType | StringConstructor | BooleanConstructor | object;

interface Kind {
  name: string;
  value: ValueType;
  /** What is asked about, as the descriptions put it. */
  what: string;
}

const KINDS: Readonly<Record<Exclude<FilterKind, 'enum'>, Kind>> = {
  id: { name: 'Id', value: String, what: 'An id or a name, compared exactly.' },
  address: { name: 'Address', value: addressScalar, what: 'An account.' },
  hash: { name: 'Hash', value: hashScalar, what: 'A digest or a hash.' },
  text: { name: 'Text', value: String, what: 'A text.' },
  integer: { name: 'Int', value: Int, what: 'A number.' },
  bigint: { name: 'BigInt', value: bigIntScalar, what: 'An exact integer of any size, as a decimal string.' },
  time: { name: 'DateTime', value: dateTimeScalar, what: 'A moment.' },
  boolean: { name: 'Boolean', value: Boolean, what: 'Yes or no.' },
};

const OPERATORS: Readonly<Record<FilterOperator, string>> = {
  eq: 'Equal to it.',
  in: 'One of these, at most 100; none of them when the list is empty.',
  prefix: 'Begins so, case ignored; every character is literal.',
  gt: 'Greater, or later.',
  gte: 'Equal, greater, or later.',
  lt: 'Less, or earlier.',
  lte: 'Equal, less, or earlier.',
  isNull: 'Whether it is null.',
};

const inputs = new Map<string, ClassType>();

/** The input type for questions about a field; one for all fields of a kind. */
export function getFilterInput(field: FilterField): ClassType {
  const kind = getKind(field);
  const name = `${field.isNullable === true ? 'Nullable' : ''}${kind.name}Filter`;
  const known = inputs.get(name);
  if (known !== undefined) return known;
  class FieldFilter {}
  for (const operator of getOperators(field)) {
    const type = operator === 'isNull' ? Boolean : operator === 'in' ? [kind.value] : kind.value;
    Field(() => type as ClassType, { nullable: true, description: OPERATORS[operator] })(
      FieldFilter.prototype,
      operator,
    );
  }
  InputType(name, { description: `${kind.what} All that is given must hold; null asks nothing.` })(FieldFilter);
  inputs.set(name, FieldFilter);
  return FieldFilter;
}

/** The type of one value of a field as an argument by itself; hex is plain text there, as it always was. */
export function getArgumentType(field: FilterField): ValueType {
  return field.kind === 'hash' || field.kind === 'address' ? String : getKind(field).value;
}

function getKind(field: FilterField): Kind {
  if (field.kind !== 'enum') return KINDS[field.kind];
  const name = field.enum?.name ?? '';
  const value = filterEnums[name];
  if (value === undefined) throw new RangeError(`no enum ${name} in filterEnums; add it there`);
  return { name, value, what: 'One of a few values.' };
}

import { BadFilterError } from './BadFilterError';
import { type FilterField, type FilterFields, type FilterOperator, type FilterTest, getOperators } from './FilterField';

/** Values of one `in`. */
export const MAX_FILTER_VALUES = 100;
const MAX_TEXT_LENGTH = 1_024;
const MAX_INT4 = 0x7fffffff;

/**
 * The questions of a filter `{field: {operator: value}}` from outside, in a fixed order, so that equal filters have equal
 * text. Null and absent are the same: nothing is asked. Throws {@link BadFilterError}.
 */
export function parseFilter(listName: string, fields: FilterFields, filter: unknown): FilterTest[] {
  const fail = (path: string, problem: string): never => {
    throw new BadFilterError({ listName, path, problem });
  };
  const readEntries = (value: unknown, path: string): [string, unknown][] => {
    if (value === null || value === undefined) return [];
    if (typeof value !== 'object' || Array.isArray(value)) return fail(path, 'is not an object; give {name: value}');
    return Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1));
  };

  return readEntries(filter, '').flatMap(([name, tests]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined)
      return fail(name.slice(0, 64), `cannot be filtered by; use ${Object.keys(fields).join(', ')}`);
    return readEntries(tests, name).map(([operator, value]) => {
      const path = `${name}.${operator.slice(0, 64)}`;
      const operators = getOperators(field);
      if (!(operators as readonly string[]).includes(operator))
        return fail(path, `does not exist; use ${operators.join(', ')}`);
      return {
        field: name,
        operator: operator as FilterOperator,
        value: readValue(field, operator as FilterOperator, value, (problem) => fail(path, problem)),
      };
    });
  });
}

type Fail = (problem: string) => never;

function readValue(field: FilterField, operator: FilterOperator, value: unknown, fail: Fail): FilterTest['value'] {
  if (operator === 'isNull') return readBoolean(value, fail);
  if (operator === 'prefix') return readText(value, fail);
  if (operator !== 'in') return readOne(field, value, fail);
  if (!Array.isArray(value)) return fail('is not a list; give one');
  if (value.length > MAX_FILTER_VALUES) return fail(`has ${value.length} values; give at most ${MAX_FILTER_VALUES}`);
  const values = value.map((one: unknown) => readOne(field, one, fail));
  // Sorted and once each: the order of alternatives says nothing.
  return [...new Set(values)].sort((left, right) => (left < right ? -1 : 1)) as string[] | number[];
}

function readOne(field: FilterField, value: unknown, fail: Fail): string | number | boolean {
  switch (field.kind) {
    case 'boolean':
      return readBoolean(value, fail);
    case 'integer':
      if (!Number.isInteger(value) || Math.abs(value as number) > MAX_INT4) return fail('is not a 32-bit integer');
      return value as number;
    case 'bigint': {
      const text = typeof value === 'bigint' ? value.toString() : value;
      if (typeof text !== 'string' || !/^-?\d{1,78}$/.test(text))
        return fail('is not an integer of at most 78 digits, as a decimal string');
      return BigInt(text).toString();
    }
    case 'time': {
      const time = value instanceof Date ? value : typeof value === 'string' ? parseTime(value) : null;
      return time === null || Number.isNaN(time.getTime())
        ? fail('is not a moment such as 2026-01-31T12:00:00Z')
        : time.toISOString();
    }
    case 'enum':
      if (typeof value !== 'string' || !field.enum?.values.includes(value))
        return fail(`is not one of ${field.enum?.values.join(', ') ?? ''}`);
      return value;
    case 'address':
    case 'hash':
      return readText(value, fail).toLowerCase();
    default:
      return readText(value, fail);
  }
}

/** Years 0001 to 9999: Postgres and ISO 8601 agree on those. */
function parseTime(text: string): Date | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !text.startsWith('0000')
    ? new Date(text)
    : null;
}

function readText(value: unknown, fail: Fail): string {
  if (typeof value !== 'string') return fail('is not a text');
  return value.length > MAX_TEXT_LENGTH
    ? fail(`has ${value.length} characters; give at most ${MAX_TEXT_LENGTH}`)
    : value;
}

function readBoolean(value: unknown, fail: Fail): boolean {
  return typeof value === 'boolean' ? value : fail('is not true or false');
}

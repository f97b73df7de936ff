// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql/index.js';

const ISO_8601 = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment in UTC, ISO 8601 with milliseconds. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in UTC, ISO 8601 with milliseconds; given ones may have any offset.',
  serialize(value) {
    if (!(value instanceof Date)) throw new TypeError(`DateTime cannot represent a ${typeof value}; load it as Date`);
    return value.toISOString();
  },
  parseValue: parseTime,
  parseLiteral: (node) => parseTime(node.kind === Kind.STRING ? node.value : undefined),
});

function parseTime(text: unknown): Date {
  const time = typeof text === 'string' && ISO_8601.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) throw new GraphQLError('DateTime is a moment such as 2026-01-31T12:00:00Z');
  return time;
}

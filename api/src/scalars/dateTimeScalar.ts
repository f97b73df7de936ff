// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLScalarType } from 'graphql/index.js';

/** A moment in UTC, ISO 8601 with milliseconds. Output only. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in UTC, ISO 8601 with milliseconds.',
  serialize(value) {
    if (!(value instanceof Date)) throw new TypeError(`DateTime cannot represent a ${typeof value}; load it as Date`);
    return value.toISOString();
  },
});

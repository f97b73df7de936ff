// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLScalarType } from 'graphql/index.js';

/** An exact integer of any size, as a decimal string: no float ever holds wei or a score. Output only. */
export const bigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'An exact integer of any size, as a decimal string.',
  serialize(value) {
    if (typeof value !== 'bigint') throw new TypeError(`BigInt cannot represent a ${typeof value}; load it as bigint`);
    return value.toString();
  },
});

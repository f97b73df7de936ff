// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql/index.js';

/** An exact integer of any size, as a decimal string: no float ever holds wei or a score. */
export const bigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'An exact integer of any size, as a decimal string. A whole number literal is taken too.',
  serialize(value) {
    if (typeof value !== 'bigint') throw new TypeError(`BigInt cannot represent a ${typeof value}; load it as bigint`);
    return value.toString();
  },
  parseValue: (value) => parseInteger(Number.isSafeInteger(value) ? String(value) : value),
  parseLiteral: (node) => parseInteger(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
});

/** 78 digits hold every uint256. */
function parseInteger(text: unknown): bigint {
  if (typeof text !== 'string' || !/^-?\d{1,78}$/.test(text))
    throw new GraphQLError('BigInt is an integer of at most 78 digits, as a decimal string');
  return BigInt(text);
}

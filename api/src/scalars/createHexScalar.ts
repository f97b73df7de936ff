// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql/index.js';

/** A scalar of `byteCount` bytes in hex with 0x; taken in any case, given out in lower case. */
export function createHexScalar(
  name: string,
  byteCount: number,
  description: string,
): GraphQLScalarType<string, string> {
  const pattern = new RegExp(`^0x[0-9a-f]{${byteCount * 2}}$`);
  const parse = (text: unknown): string => {
    const lower = typeof text === 'string' ? text.toLowerCase() : '';
    if (!pattern.test(lower)) throw new GraphQLError(`${name} is 0x and ${byteCount * 2} hex digits`);
    return lower;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

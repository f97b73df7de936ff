// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { GraphQLScalarType } from 'graphql/index.js';

/** Any JSON value. What the chain says is hostile: never render it as markup. Output only. */
export const jsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value. What comes from the chain is hostile: never render it as markup.',
  serialize: (value) => value,
});

// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { lexicographicSortSchema, printSchema } from 'graphql/index.js';
import { buildApiSchema } from './buildApiSchema.js';

/** The schema as the explorer and other clients read it: sorted, so that it changes only when its meaning does. */
export async function printApiSchema(): Promise<string> {
  const schema = lexicographicSortSchema(await buildApiSchema());
  return `# Generated from api/src/types and api/src/resolvers by \`npm run codegen -w api\`. Do not edit.\n\n${printSchema(schema)}\n`;
}

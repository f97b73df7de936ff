import { writeFile } from 'node:fs/promises';
import { printApiSchema } from './printApiSchema.js';

/** A script (`npm run codegen -w api`): writes api/schema.generated.graphql. */
await writeFile(new URL('../schema.generated.graphql', import.meta.url), await printApiSchema());

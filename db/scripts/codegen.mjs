// schema.graphql → db/src/model/generated. The stock command fixes its paths to the working directory, so this calls the
// library behind it. Output depends on schema.graphql alone.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { generateOrmModels } = require('@subsquid/typeorm-codegen/lib/codegen');
const { loadModel } = require('@subsquid/openreader/lib/tools');
const { OutDir } = require('@subsquid/util-internal-code-printer');

const schemaFile = fileURLToPath(new URL('../../schema.graphql', import.meta.url));
const generatedDir = fileURLToPath(new URL('../src/model/generated', import.meta.url));
const header = '// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.\n';

const out = new OutDir(generatedDir);
out.del();
generateOrmModels(loadModel(schemaFile), out);
for (const name of readdirSync(generatedDir)) {
  const file = join(generatedDir, name);
  let text = readFileSync(file, 'utf8');
  // The generator imports Column into every entity, used or not; the compiler rejects an import without use.
  if (!text.includes('@Column_(')) text = text.replace(', Column as Column_', '');
  writeFileSync(file, header + text);
}

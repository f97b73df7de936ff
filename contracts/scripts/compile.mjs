// Writes contracts/abi from contracts/src. Run by `npm run codegen -w contracts`.
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGeneratedFiles } from './buildGeneratedFiles.mjs';

const abiFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../abi');

for (const [name, content] of await buildGeneratedFiles()) {
  writeFileSync(join(abiFolder, name), content);
  console.log(`contracts/abi/${name}: ${content.length} bytes`);
}

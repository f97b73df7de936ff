// contracts/abi/*.json → squid/src/abi/*.ts with @subsquid/evm-typegen. Output depends on the ABIs alone.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { Typegen } = require('@subsquid/evm-typegen/lib/typegen');
const { OutDir } = require('@subsquid/util-internal-code-printer');

const abiDir = fileURLToPath(new URL('../../contracts/abi', import.meta.url));
const generatedDir = fileURLToPath(new URL('../src/abi', import.meta.url));
const header = '// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.\n';
const log = { info() {}, warn: console.warn, error: console.error };

const out = new OutDir(generatedDir);
out.del();
for (const file of readdirSync(abiDir).sort()) {
  if (!file.endsWith('.json')) continue;
  const { abi } = JSON.parse(readFileSync(join(abiDir, file), 'utf8'));
  await new Typegen(out, abi, basename(file, '.json'), log).generate();
}
for (const name of readdirSync(generatedDir)) {
  const file = join(generatedDir, name);
  writeFileSync(file, header + readFileSync(file, 'utf8'));
}

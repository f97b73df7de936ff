// kernels/* → src/score/*.generated.ts, so that a kernel is one import in Node and in a browser.
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const FEATURES = { simd: true, relaxed_simd: true, threads: true };
const { parseWat } = await wabt();
const at = (path) => new URL(`../${path}`, import.meta.url);

/** The kernel with a memory of its own, or with one that threads share; as lines of base64. */
function compile(name, isShared) {
  const own = readFileSync(at(`kernels/${name}.wat`), 'utf8');
  const text = isShared ? own.replace('"memory") 1)', '"memory") 1 65536 shared)') : own;
  const module = parseWat(`${name}.wat`, text, FEATURES);
  module.validate(FEATURES);
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  return base64
    .match(/.{1,100}/g)
    .map((line) => `  '${line}'`)
    .join(' +\n');
}

const constants = [
  ['DOT_INT8', 'dotInt8', false],
  ['DOT_INT8_SHARED', 'dotInt8', true],
  ['DOT_INT8_RELAXED', 'dotInt8Relaxed', false],
  ['DOT_INT8_RELAXED_SHARED', 'dotInt8Relaxed', true],
].map(
  ([constant, name, isShared]) =>
    `/** ${name}.wat with ${isShared ? 'shared memory' : 'a memory of its own'}, base64. */\n` +
    `export const ${constant} =\n${compile(name, isShared)};\n`,
);
writeFileSync(
  at('src/score/dotInt8.generated.ts'),
  `// Generated from kernels/dotInt8*.wat by \`npm run codegen -w attribution-engine\`. Do not edit.\n\n${constants.join('\n')}`,
);

/** kernels/*.wgsl as text. */
const wgsl = readFileSync(at('kernels/dotInt8.wgsl'), 'utf8').replace(/[\\`]|\$\{/g, '\\$&');
writeFileSync(
  at('src/score/webgpu/dotInt8.generated.ts'),
  `// Generated from kernels/dotInt8.wgsl by \`npm run codegen -w attribution-engine\`. Do not edit.\n\n` +
    `/** The WGSL text. */\nexport const DOT_INT8_WGSL = \`${wgsl}\`;\n`,
);

// kernels/*.wat → src/score/*.generated.ts, so that the kernel is one import in Node and in a browser.
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const at = (path) => new URL(`../${path}`, import.meta.url);
const module = (await wabt()).parseWat('dotInt8.wat', readFileSync(at('kernels/dotInt8.wat'), 'utf8'), { simd: true });
module.validate();
const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
const lines = base64.match(/.{1,100}/g).map((line) => `  '${line}'`);
writeFileSync(
  at('src/score/dotInt8.generated.ts'),
  `// Generated from kernels/dotInt8.wat by \`npm run codegen -w attribution-engine\`. Do not edit.\n\n` +
    `/** The WebAssembly module, base64. */\nexport const DOT_INT8_WASM =\n${lines.join(' +\n')};\n`,
);

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapError } from './BootstrapError.mjs';
import { NODE, ROOT, STAMPS } from './root.mjs';
import { runNpm } from './runNpm.mjs';
import { runQuietly } from './runQuietly.mjs';
import { showProgress } from './showProgress.mjs';

/** Folders directly below a package that no output is made from. */
const NO_SOURCES = new Set(['node_modules', 'lib', 'build', '.svelte-kit', 'test', 'bench', 'models']);

/** @returns {string[]} the folders the root tsconfig.json refers to */
function listPackages() {
  const { references } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  return references.map((/** @type {{ path: string }} */ reference) => reference.path);
}

/** What can be compiled: each with its sources, its outputs and the way to make it. */
const TARGETS = {
  sources: {
    title: 'Compiling TypeScript (tsc -b)',
    inputs: () => [...listPackages(), 'contracts', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json'],
    outputs: () => listPackages().map((name) => `${name}/lib/.tsbuildinfo`),
    run: () => runQuietly(NODE, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b']),
  },
  explorer: {
    title: 'Building the explorer (vite build)',
    inputs: () => ['explorer', 'protocol', 'package-lock.json'],
    outputs: () => ['explorer/build/index.js'],
    run: () => runNpm(['run', 'build', '-w', 'explorer']),
  },
};

/** @typedef {keyof typeof TARGETS} Target */

/** @returns {boolean} whether the outputs are there and were made from exactly these sources */
export function isBuilt(/** @type {Target} */ target) {
  const { outputs } = TARGETS[target];
  return (
    outputs().every((path) => existsSync(join(ROOT, path))) &&
    existsSync(stampOf(target)) &&
    readFileSync(stampOf(target), 'utf8') === hashInputs(target)
  );
}

/** Makes the outputs; a compiler's complaints are shown as they are. */
export async function build(/** @type {Target} */ target) {
  const { title, run } = TARGETS[target];
  const digest = hashInputs(target); // Taken before: a source that changes meanwhile makes the result stale.
  const progress = showProgress(title);
  const result = await run();
  if (!result.ok) {
    progress.fail();
    process.stderr.write(`${result.lines.slice(-40).join('\n')}\n`);
    throw new BootstrapError(`${title} failed (${result.reason}). Put right what it says above, then try again.`);
  }
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stampOf(target), digest);
  progress.done();
}

function stampOf(/** @type {Target} */ target) {
  return join(STAMPS, `${target}.sha256`);
}

/** sha-256 over names and bytes of every source; about 30 ms, and no clock can deceive it. */
function hashInputs(/** @type {Target} */ target) {
  const hash = createHash('sha256');
  for (const input of TARGETS[target].inputs()) hashPath(hash, input);
  return hash.digest('hex');
}

function hashPath(/** @type {import('node:crypto').Hash} */ hash, /** @type {string} */ path) {
  const full = join(ROOT, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const isPackage = !path.includes('/');
    for (const name of readdirSync(full).sort()) {
      if (!(isPackage && NO_SOURCES.has(name))) hashPath(hash, `${path}/${name}`);
    }
  } else if (stat?.isFile()) {
    const bytes = readFileSync(full);
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
}

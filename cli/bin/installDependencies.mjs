import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { BootstrapError } from './BootstrapError.mjs';
import { runNpm } from './runNpm.mjs';
import { NODE, ROOT, STAMPS } from './root.mjs';
import { showProgress } from './showProgress.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
const STAMP = join(STAMPS, 'install.json');

/**
 * Whether node_modules is what package-lock.json asks for, on this machine. Packages installed by hand count: `npm ci`
 * begins by deleting all of them, under the feet of whatever runs from here, so it is never run without need.
 *
 * @returns {boolean}
 */
export function isInstalled() {
  if (!existsSync(NODE)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === buildStamp()) return true;
  if (!agreesWithHiddenLock() || !isNodeUsable()) return false;
  writeStamp();
  return true;
}

/** `npm ci` with a line of progress. Fails with a sentence, never with npm's whole log. */
export async function installDependencies() {
  const total = Object.keys(JSON.parse(readFileSync(LOCK_FILE, 'utf8')).packages).length;
  let fetched = 0;
  const progress = showProgress('Installing packages (npm ci)', () => (fetched ? `${fetched} of about ${total}` : ''));
  const args = ['ci', '--loglevel=http', '--include=dev', '--include=optional', '--ignore-scripts=false'];
  const previousMask = process.umask(0o022); // Postgres, when run by root, reads its binaries as another user.
  const result = await runNpm(args, {
    onLine: (line) => {
      if (/^npm http (fetch|cache) .*\.tgz/.test(line)) fetched = Math.min(fetched + 1, total);
    },
  });
  process.umask(previousMask);
  if (!result.ok) {
    progress.fail();
    const complaint = result.lines.find((line) => /^npm (error|ERR!) (?!code|errno|syscall|path)/.test(line));
    throw new BootstrapError(
      `npm ci failed (${result.reason}): ${complaint?.replace(/^npm \S+ /, '') ?? result.lines.at(-1) ?? 'no output'}. ` +
        'Check the network and free disk space, then try again.',
    );
  }
  if (!isNodeUsable()) {
    progress.fail();
    throw new BootstrapError(
      `${NODE} does not run: its install script was skipped or this platform has no build. ` +
        'Run `npm rebuild node --ignore-scripts=false`, then try again.',
    );
  }
  writeStamp();
  progress.done();
}

/** npm's own record of what it installed last; lets a tree installed by hand pass without a second installation. */
function agreesWithHiddenLock() {
  const hiddenFile = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(hiddenFile)) return false;
  const wanted = JSON.parse(readFileSync(LOCK_FILE, 'utf8')).packages;
  const found = JSON.parse(readFileSync(hiddenFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => !path.startsWith('node_modules/') || entry.optional || found[path]?.version === entry.version,
  );
}

function isNodeUsable() {
  return spawnSync(NODE, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v') === true;
}

function buildStamp() {
  const lockDigest = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
  return JSON.stringify({ lockDigest, platform: process.platform, arch: process.arch });
}

function writeStamp() {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(STAMP, buildStamp());
}

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './runQuietly.mjs';
import { showProgress } from './showProgress.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | undefined} CHROMIUM_PATH, or the first Chromium on the PATH */
function findInstalled() {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...candidates].find((path) => path && isExecutable(path));
}

/**
 * A Chromium for the browser tests: an installed one, or on Debian, as root, a freshly installed one. Without any, says
 * so aloud.
 *
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const found = findInstalled();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && (await installWithApt())) return findInstalled();
  process.stdout.write(
    '\nBROWSER TESTS ARE SKIPPED: there is no Chromium. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.\n\n',
  );
  return undefined;
}

async function installWithApt() {
  let last = '';
  const progress = showProgress('Installing Chromium (apt-get)', () => last.slice(0, 60));
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const onLine = (/** @type {string} */ line) => (last = line);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const result = await runQuietly('apt-get', args, { env, onLine });
    if (!result.ok) {
      progress.fail();
      process.stdout.write(`${result.lines.slice(-5).join('\n')}\n`);
      return false;
    }
  }
  progress.done();
  return true;
}

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

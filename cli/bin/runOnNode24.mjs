import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { NODE, ROOT } from './root.mjs';

/**
 * Runs a script under the Node that is installed as a package, with this terminal, and ends as it ends. Signals are
 * passed on; the channel between the two tells the script when this process is gone.
 *
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>} its exit code; 128 + n after signal n
 */
export function runOnNode24(script, args) {
  const PATH = [join(ROOT, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(NODE, [script, ...args], {
    env: { ...process.env, PATH },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === 'SIGKILL' ? 9 : signal === 'SIGINT' ? 2 : 15)),
    );
  });
}

import { runQuietly } from './runQuietly.mjs';

/**
 * The npm that started us, or the one on the PATH.
 *
 * @param {string[]} args
 * @param {Parameters<typeof runQuietly>[2]} [options]
 */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? runQuietly(process.execPath, [npm, ...args], options)
    : runQuietly(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

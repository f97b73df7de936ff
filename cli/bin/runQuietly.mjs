import { spawn } from 'node:child_process';
import { ROOT } from './root.mjs';

/** How much of a quiet command's output is kept for the case that it fails. */
const KEPT_LINES = 400;

/**
 * Runs a command and keeps its output to itself; the caller shows it if the command fails. Ends the command when this
 * process is asked to end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ ok: boolean, reason: string, lines: string[] }>} `reason` says how it ended; never rejects
 */
export async function runQuietly(command, args, { env = process.env, onLine = () => {} } = {}) {
  /** @type {string[]} */
  const lines = [];
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (/** @type {string} */ chunk) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) keep(line);
    });
    stream.on('end', () => rest && keep(rest));
  }
  const keep = (/** @type {string} */ line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLine(line);
  };

  const interrupt = () => {
    child.kill('SIGTERM');
    process.exitCode = 130;
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    return await new Promise((resolve) => {
      child.on('error', (error) => resolve({ ok: false, reason: error.message, lines }));
      child.on('close', (code, signal) =>
        resolve({ ok: code === 0, reason: signal ? `ended by ${signal}` : `exit code ${code}`, lines }),
      );
    });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that stays the same one although its number is given again after it ended. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in a form only good for comparing. */
  startedAt: string;
}

function readPs(pid: number, column: 'lstart' | 'command'): string {
  try {
    const text = execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trim();
  } catch {
    return '';
  }
}

/** Undefined when no such process runs; a zombie does not run. */
export function getProcessIdentity(pid: number): ProcessIdentity | undefined {
  if (process.platform !== 'linux') {
    const startedAt = readPs(pid, 'lstart');
    return startedAt === '' ? undefined : { pid, startedAt };
  }
  try {
    // Fields after the last ")": the name before it may hold anything. 0 is the state, 19 the start in clock ticks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startedAt = fields[19];
    return fields[0] === 'Z' || startedAt === undefined ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return getProcessIdentity(identity.pid)?.startedAt === identity.startedAt;
}

/** The command line, arguments joined by spaces; empty when the process is gone. */
export function getCommandLine(pid: number): string {
  if (process.platform !== 'linux') return readPs(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The processes of a Unix process group that still live. Every service leads a group of its own, so whatever it
 * started (a chain node, workers) is found after it died. Zombies do not count: nobody can end them again.
 *
 * @param mark when given, only processes whose environment holds `TRIBUTARY_SERVICE=<mark>`; a process id that the
 *   system has given to somebody else since is never touched
 */
export function listProcessGroup(groupId: number, mark?: string): number[] {
  if (process.platform !== 'linux') return mark === undefined && isThere(-groupId) ? [groupId] : [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => getGroupOfLiving(pid) === groupId && (mark === undefined || hasMark(pid, mark)));
}

/** SIGTERM to what is left of a group; SIGKILL to what is left after `patienceMs`. Returns when nothing is. */
export async function endProcessGroup(groupId: number, mark: string | undefined, patienceMs: number): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGTERM', patienceMs],
    ['SIGKILL', 5_000],
  ];
  for (const [signal, waitMs] of signals) {
    const pids = listProcessGroup(groupId, mark);
    if (pids.length === 0) return;
    for (const pid of pids) sendSignal(process.platform === 'linux' ? pid : -pid, signal);
    await waitForProcessGroup(groupId, mark, waitMs);
  }
}

/** Whether the group was empty before `waitMs` had passed. */
export async function waitForProcessGroup(groupId: number, mark: string | undefined, waitMs: number): Promise<boolean> {
  const deadline = performance.now() + waitMs;
  while (listProcessGroup(groupId, mark).length > 0) {
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/** Field 3 and 5 of /proc/<pid>/stat; the name before them may hold spaces and brackets. */
function getGroupOfLiving(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , groupId] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : Number(groupId);
  } catch {
    return undefined;
  }
}

function hasMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TRIBUTARY_SERVICE=${mark}`);
  } catch {
    return false;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceGaveUpError } from '../src/errors.js';
import { type ServiceSpec } from '../src/supervise/ChildService.js';

/** What every well-behaved service does: announces itself, ends on SIGTERM and when its parent is gone. */
export const WELL_BEHAVED = `
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
  process.send({ ready: true });
  setInterval(() => {}, 1_000);
`;

export function createDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'tributary-cli-'));
}

/** A service whose whole program is `source`. */
export function writeService(dataDir: string, name: string, source: string): ServiceSpec {
  const entry = join(dataDir, `${name}.mjs`);
  writeFileSync(entry, source);
  return { name, entry, env: {} };
}

/** Remembers all it is told, in order. */
export class Recorder {
  readonly lines: string[] = [];
  readonly notices: string[] = [];
  readonly stages: string[] = [];
  readonly gaveUpWith: ServiceGaveUpError[] = [];

  line(service: string, text: string): void {
    this.lines.push(`${service}: ${text}`);
  }
  notice(text: string): void {
    this.notices.push(text);
  }
  stage(title: string): void {
    this.stages.push(title);
  }
  gaveUp(error: ServiceGaveUpError): void {
    this.gaveUpWith.push(error);
  }
}

/** Waits for something another process does; the test's own time limit ends a vain wait. */
export async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(20);
}

/** A zombie, which some containers' first process never buries, is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

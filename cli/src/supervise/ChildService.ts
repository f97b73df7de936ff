import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceGaveUpError, ServiceNotReadyError, StoppedError } from '../errors.js';
import { getRestartDelayMs } from './getRestartDelayMs.js';
import { LogFile } from './LogFile.js';
import { endProcessGroup, listProcessGroup, waitForProcessGroup } from './processGroup.js';
import { readLines } from './readLines.js';

/** What to run. `entry` is a script for this Node; `env` is added to this process's own. */
export interface ServiceSpec {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a service sends over its channel once it can be used. */
export interface ReadyMessage {
  readonly ready: true;
  readonly [fact: string]: unknown;
}

/** Where a service's words and fate go. */
export interface ServiceReporter {
  line(service: string, text: string): void;
  /** It can be used; again after every restart. */
  ready?(service: string, message: ReadyMessage): void;
  notice(text: string): void;
  gaveUp(error: ServiceGaveUpError): void;
}

/** How patient to be; the defaults are for people, tests are hastier. */
export interface ServicePatience {
  /** A death before this much life, or before the service was ready, is a quick one. */
  readonly quickMs: number;
  /** A life this long earns the shortest delay again. */
  readonly healthyMs: number;
  /** As many quick deaths in a row are the end. */
  readonly quickDeathLimit: number;
  readonly readyWithinMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopWithinMs: number;
  readonly getRestartDelayMs: (deathsInARow: number) => number;
}

const PATIENCE: ServicePatience = {
  quickMs: 10_000,
  healthyMs: 60_000,
  quickDeathLimit: 3,
  readyWithinMs: 600_000,
  stopWithinMs: 10_000,
  getRestartDelayMs,
};

const KEPT_LINES = 20;

/** What a service said last may arrive after its exit. */
const LAST_WORDS_MS = 500;

/**
 * One service as a child process that is started again when it dies. It leads a process group of its own, so that a
 * Ctrl-C in the terminal reaches only this process, which then stops everything in order; and it is connected by a
 * channel, whose end tells it that this process is gone. `<dataDir>/run/<name>.pid` names it while it lives.
 */
export class ChildService {
  readonly name: string;
  readonly #spec: ServiceSpec;
  readonly #reporter: ServiceReporter;
  readonly #patience: ServicePatience;
  readonly #log: LogFile;
  readonly #pidFile: string;
  readonly #mark: string;
  readonly #ready = Promise.withResolvers<ReadyMessage>();
  #child: ChildProcess | undefined;
  #lastLines: string[] = [];
  #deathsInARow = 0;
  #quickDeathsInARow = 0;
  #isStopping = false;
  #ended: Promise<void> = Promise.resolve();
  #restartTimer: NodeJS.Timeout | undefined;

  constructor(spec: ServiceSpec, dataDir: string, reporter: ServiceReporter, patience: Partial<ServicePatience> = {}) {
    this.name = spec.name;
    this.#spec = spec;
    this.#reporter = reporter;
    this.#patience = { ...PATIENCE, ...patience };
    this.#log = new LogFile(join(dataDir, 'logs', `${spec.name}.log`));
    this.#pidFile = join(dataDir, 'run', `${spec.name}.pid`);
    this.#mark = getServiceMark(spec.name, dataDir);
    this.#ready.promise.catch(() => {}); // Whoever started it hears of it; nobody else has to.
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the service first says that it is ready, over however many attempts. */
  async start(): Promise<ReadyMessage> {
    this.#spawn();
    const { readyWithinMs } = this.#patience;
    const timer = setTimeout(() => {
      const facts = {
        service: this.name,
        waitedMs: readyWithinMs,
        lastLines: this.#lastLines,
        logFile: this.#log.path,
      };
      this.#ready.reject(new ServiceNotReadyError(facts));
    }, readyWithinMs);
    return this.#ready.promise.finally(() => clearTimeout(timer));
  }

  /** SIGTERM, and SIGKILL when that is not enough; returns when the service and all it started are gone. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restartTimer);
    this.#ready.reject(new StoppedError({ service: this.name }));
    const pid = this.#child?.pid;
    if (pid !== undefined) {
      this.#child?.kill('SIGTERM');
      if (!(await waitForProcessGroup(pid, undefined, this.#patience.stopWithinMs))) {
        this.#reporter.notice(`${this.name} does not stop; killing it.`);
        this.kill();
      }
    }
    await this.#ended;
  }

  /** At once, with all it started. */
  kill(): void {
    this.#isStopping = true;
    clearTimeout(this.#restartTimer);
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    for (const member of listProcessGroup(pid)) killQuietly(member);
    killQuietly(pid);
  }

  #spawn(): void {
    const { entry, env } = this.#spec;
    const child = spawn(process.execPath, [entry], {
      detached: true,
      env: { ...process.env, ...env, TRIBUTARY_SERVICE: this.#mark },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#lastLines = [];
    const startedAt = performance.now();
    if (child.pid !== undefined) this.#writePidFile(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) readLines(stream, (line) => this.#hear(line));
    }
    let wasReady = false;
    child.on('message', (message) => {
      if (!isReadyMessage(message)) return;
      wasReady = true;
      this.#reporter.ready?.(this.name, message);
      this.#ready.resolve(message);
    });
    const ending = Promise.withResolvers<string>();
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.on('error', (error) => ending.resolve(error.message));
    child.on('exit', (code, signal) => ending.resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    this.#ended = ending.promise.then(async (text) => {
      const livedMs = performance.now() - startedAt;
      if (child.pid !== undefined) await endProcessGroup(child.pid, undefined, this.#patience.stopWithinMs);
      await Promise.race([closed, sleep(LAST_WORDS_MS)]);
      this.#bury(text, livedMs, wasReady);
    });
  }

  #hear(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
    this.#log.write(line);
    this.#reporter.line(this.name, line);
  }

  /** After a death, when what it left behind is gone too: start it again, or give up. */
  #bury(ending: string, livedMs: number, wasReady: boolean): void {
    this.#child = undefined;
    rmSync(this.#pidFile, { force: true });
    if (this.#isStopping) return;

    const { quickMs, healthyMs, quickDeathLimit } = this.#patience;
    this.#quickDeathsInARow = livedMs < quickMs || !wasReady ? this.#quickDeathsInARow + 1 : 0;
    this.#deathsInARow = livedMs < healthyMs ? this.#deathsInARow + 1 : 1;
    if (this.#quickDeathsInARow >= quickDeathLimit) {
      const error = new ServiceGaveUpError({
        service: this.name,
        ending,
        deathCount: this.#quickDeathsInARow,
        lastLines: this.#lastLines,
        logFile: this.#log.path,
      });
      this.#ready.reject(error);
      this.#reporter.gaveUp(error);
      return;
    }
    const delayMs = this.#patience.getRestartDelayMs(this.#deathsInARow);
    this.#reporter.notice(`${this.name} ended (${ending}); starting it again in ${delayMs / 1000} s.`);
    this.#restartTimer = setTimeout(() => this.#spawn(), delayMs);
  }

  #writePidFile(pid: number): void {
    mkdirSync(dirname(this.#pidFile), { recursive: true });
    writeFileSync(this.#pidFile, String(pid));
  }
}

/** What marks the processes of one service of one data folder, in their environment. */
export function getServiceMark(service: string, dataDir: string): string {
  return `${service}@${dataDir}`;
}

function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}

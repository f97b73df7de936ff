import { BaseError } from '@tributary/protocol';
import type { Registry } from 'prom-client';
import { createLog, type Log } from './createLog.js';
import { createRegistry } from './createRegistry.js';
import { endOnSignals, type Ending } from './endOnSignals.js';
import type { HealthCheck } from './HealthChecks.js';
import { readOperationsConfig } from './readOperationsConfig.js';
import { type Operations, serveOperations } from './serveOperations.js';

/** What a service is given to start with. */
export interface ServiceContext {
  env: Readonly<Record<string, string | undefined>>;
  log: Log;
  /** Add metrics of its own here. */
  registry: Registry;
}

/** A service that can be used. */
export interface StartedService {
  /** What it needs to go on. */
  checks: readonly HealthCheck[];
  /** Told to the parent beside `{ ready: true, operationsUrl }`. */
  facts?: Readonly<Record<string, unknown>>;
  /** Takes no more work, ends what is under way, closes connections. */
  stop(): Promise<void>;
  /** Work that goes on without end; the process ends when it rejects. */
  run?(): Promise<void>;
}

export interface ServiceOptions {
  service: string;
  version: string;
  /** The process of the `main.ts` that calls this, and how it ends. */
  process: Pick<NodeJS.Process, 'on' | 'stdout' | 'stderr' | 'send'>;
  env: Readonly<Record<string, string | undefined>>;
  exit: (code: number) => void;
  start(context: ServiceContext): Promise<StartedService>;
  /** Where another registry has the metrics of the process. */
  processMetrics?: boolean;
  /** See `OperationsOptions`. */
  extraMetrics?: () => Promise<string>;
  /** How long `stop` may take. */
  stopWithinMs?: number;
}

/**
 * Runs a service as one process: with settings from the environment (`readOperationsConfig`), a log, health and metrics
 * from the first moment on, a message to the parent once it can be used, and an end in order (`endOnSignals`). What it
 * cannot start or go on for is said in a line, with exit code 1.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { service, version, process, env, exit, start, processMetrics, extraMetrics, stopWithinMs } = options;
  let log: Log | undefined;
  let ending: Ending | undefined;
  try {
    const config = readOperationsConfig(env);
    const write = (line: string): void => void process.stdout.write(line);
    const ownLog = createLog({ service, format: config.logFormat, level: config.logLevel, write });
    if (config.logFormat === 'json') log = ownLog;
    const registry = createRegistry({ service, version, ...(processMetrics === undefined ? {} : { processMetrics }) });
    const operations = await serveOperations({
      service,
      port: config.port,
      host: config.host,
      registry,
      log: ownLog,
      ...(extraMetrics && { extraMetrics }),
    });
    let started: StartedService | undefined = undefined;
    ending = endOnSignals({
      process,
      exit,
      log: ownLog,
      stop: () => stopInOrder(operations, started),
      ...(stopWithinMs === undefined ? {} : { withinMs: stopWithinMs }),
    });
    started = await start({ env, log: ownLog, registry });
    operations.setRunning(started.checks);
    ownLog('info', `health and metrics at ${operations.url}`);
    process.send?.({ ready: true, operationsUrl: operations.url, ...started.facts });
    await started.run?.();
  } catch (error) {
    // What is being stopped may fail in its own way: how that ends is decided there.
    if (ending?.isStopping) return;
    if (log) log('error', 'cannot go on', { error });
    else process.stderr.write(`${error instanceof BaseError ? error.message : describeDefect(error)}\n`);
    exit(1);
  }
}

async function stopInOrder(operations: Operations, started: StartedService | undefined): Promise<void> {
  operations.setStopping();
  await started?.stop();
  await operations.close();
}

function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

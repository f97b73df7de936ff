import { BaseError } from '@tributary/protocol';
import { readConfig } from './config.js';
import { createEngine } from './worker/createEngine.js';
import type { EngineLog } from './worker/engineLog.js';

const log: EngineLog = (level, message, facts) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`);
};

try {
  const engine = await createEngine(readConfig(process.env), log);
  log('info', `scoring on ${engine.device}`);
  process.send?.({ ready: true });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void engine.stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // Started by another process: do not outlive it.
  process.on('disconnect', stop);
} catch (error) {
  process.stderr.write(`${error instanceof BaseError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}

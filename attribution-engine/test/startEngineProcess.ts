import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineStage } from './EngineStage.js';

const MAIN = fileURLToPath(new URL('../lib/main.js', import.meta.url));

/** The engine as it is deployed: the compiled process with its environment. */
export interface EngineProcess {
  child: ChildProcess;
  /** What it told its parent, once it could be used. */
  ready: Promise<{ ready: true; operationsUrl: string }>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Standard output and error so far. */
  getOutput(): string;
}

export function startEngineProcess(stage: EngineStage, env: Record<string, string> = {}): EngineProcess {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: stage.database.url,
      BLOB_GATEWAY: stage.gatewayUrl,
      ALLOW_PRIVATE_GATEWAY: 'true',
      SCORING_BACKEND: 'reference',
      GRACE_SECONDS: '60',
      ...env,
    },
  });
  let output = '';
  const streams = [child.stdout!, child.stderr!];
  for (const stream of streams) stream.on('data', (chunk) => (output += String(chunk)));
  // Not the event 'close': it does not come when the channel was let go of here.
  const ended = Promise.all(streams.map((stream) => new Promise((resolve) => stream.once('close', resolve))));
  return {
    child,
    getOutput: () => output,
    ready: new Promise((resolve) => child.once('message', (message) => resolve(message as never))),
    exited: new Promise((resolve) => {
      child.once('exit', (code, signal) => void ended.then(() => resolve({ code, signal })));
    }),
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../lib/main.js', import.meta.url));

/** What docs/api.md advises for a server that strangers ask; the default waits longer for slow machines. */
const OPERATION_TIMEOUT_MS = 1_500;
/** V8 else lets garbage grow with the machine's memory before it collects it; docs/api.md advises this. */
const HEAP = ['--max-old-space-size=512', '--max-semi-space-size=8'];

/** The API as a process of its own, as it is deployed. */
export interface ApiProcess {
  readonly url: string;
  isAlive(): boolean;
  /** Resident now, in MB; NaN where the system does not tell. */
  readRssMb(): number;
  stop(): Promise<void>;
}

export async function startApiProcess(databaseUrl: string, analyticsDir: string): Promise<ApiProcess> {
  const child: ChildProcess = fork(MAIN, {
    silent: true,
    execArgv: HEAP,
    env: {
      PATH: process.env['PATH'],
      API_DATABASE_URL: databaseUrl,
      ANALYTICS_DIR: analyticsDir,
      API_OPERATION_TIMEOUT_MS: String(OPERATION_TIMEOUT_MS),
      API_PORT: '0',
      CHAIN_ID: '31337',
      NODE_ENV: 'production',
    },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stderr?.pipe(process.stderr);
  child.stdout?.resume();
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('exit', (code) => reject(new Error(`the API ended with ${code} before it listened`)));
  });
  return {
    url,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    readRssMb() {
      try {
        const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        return rss ? Number(rss[1]) / 1024 : NaN;
      } catch {
        return NaN;
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

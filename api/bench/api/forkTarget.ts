import { fork } from 'node:child_process';
import type { GraphQLTarget } from './GraphQLTarget.ts';

const STOP_WITHIN_MS = 8_000;

/** Starts a server that says its URL over IPC, and ends when that breaks. */
export async function forkTarget(
  name: string,
  file: string,
  options: { env: Record<string, string>; cwd?: string },
): Promise<GraphQLTarget> {
  const child = fork(file, {
    silent: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    execArgv: [],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...options.env },
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url));
    child.once('error', reject);
    void exited.then(() => reject(new Error(`${name} ended before it was ready: ${said}`)));
  });
  return {
    name,
    url,
    async stop() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

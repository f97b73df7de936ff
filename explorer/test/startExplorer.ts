import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StubServers } from './startStubServers.ts';

const serverPath = fileURLToPath(new URL('../server.mjs', import.meta.url));
const buildPath = fileURLToPath(new URL('../build/handler.js', import.meta.url));

/** A built explorer on a free port. */
export interface TestExplorer {
  url: string;
  child: ChildProcess;
  close(): Promise<void>;
}

/** Starts `server.mjs` as `npm start` does, over IPC, and waits until it says that it is ready. */
export async function startExplorer(stub: StubServers, port = 0): Promise<TestExplorer> {
  if (!existsSync(buildPath)) throw new Error('The explorer is not built: run `npm run build -w explorer` first.');
  const child = fork(serverPath, {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: '',
      API_URL: stub.apiUrl,
      BLOB_GATEWAY: stub.blobGateway,
    },
    silent: true,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.stdout?.on('data', (chunk) => (log += String(chunk)));
    child.stderr?.on('data', (chunk) => (log += String(chunk)));
    child.once('message', (message) => resolve((message as { url: string }).url));
    child.once('exit', (code) => reject(new Error(`The explorer ended with ${code} before it was ready:\n${log}`)));
  });
  return {
    url,
    child,
    close: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

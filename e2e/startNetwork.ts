import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../cli/lib/main.js', import.meta.url));

/** A network as `npm start` runs it, started by a test. */
export interface TestNetwork {
  explorer: string;
  api: string;
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  /** Stops it as Ctrl-C does and waits until it is gone. */
  stop(): Promise<void>;
  /** Ends the supervisor at once, as a crash would; its services are on their own. */
  kill(): Promise<void>;
}

/** Starts the whole network on four free ports in a row. It is ready when the explorer's URL was printed. */
export async function startNetwork(dataDir: string, port: number, env: Record<string, string>): Promise<TestNetwork> {
  const child = spawn(process.execPath, [CLI, 'start', '--data', dataDir, '--port', String(port), '--rate', '2'], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await waitForBanner(child, () => output);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return {
    explorer: `http://127.0.0.1:${port}`,
    api: `http://127.0.0.1:${port + 1}/graphql`,
    pid: child.pid!,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function waitForBanner(child: ChildProcess, output: () => string): Promise<void> {
  while (!output().includes('GraphQL    http')) {
    if (child.exitCode !== null) throw new Error(`the network did not start:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * The first of four ports in a row that are free just now. They lie below those that the system gives to whoever asks for
 * any: a network that is killed leaves them free for a moment, and a test beside this one could be given one of them.
 */
export async function findPortRow(): Promise<number> {
  for (;;) {
    const first = 10_000 + Math.floor(Math.random() * 20_000);
    const row = await Promise.all([0, 1, 2, 3].map((offset) => isFree(first + offset)));
    if (row.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Asks the public API; throws what it answers with when that is an error. */
export async function query<T>(api: string, text: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(api, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

/** Calls `probe` until it gives something, for as long as the test may take. */
export async function until<T>(probe: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

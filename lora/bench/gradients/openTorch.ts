import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface TorchJob {
  readonly baseFolder: string;
  readonly adapterFolder: string;
  readonly rowsFile: string;
  readonly expectedFile: string;
  readonly rowLength: number;
  readonly promptLength: number;
  readonly cores: number;
}

/** PyTorch in processes of its own, which stay idle between runs. */
export interface TorchPool {
  /** The largest relative error of our gradients of the first rows against theirs. */
  relativeError(): Promise<number>;
  /** What multiplies its matrices. */
  blas(): Promise<string>;
  /** Ways to use it, each of which takes the gradients of the first `rows` rows and says the seconds that took. */
  readonly ways: readonly { readonly name: string; readonly run: (rows: number) => Promise<number> }[];
  close(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** The system's Python may have PyTorch where another one stands first in the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];
const SCRIPT = fileURLToPath(new URL('../gradients.py', import.meta.url));

/** Undefined where no Python has PyTorch. */
export function openTorch(job: TorchJob): TorchPool | undefined {
  const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import torch']).status === 0);
  if (python === undefined) return undefined;
  const start = (threads: number) => startProcess(python, job, threads);
  const whole = start(job.cores);
  const parts = job.cores === 1 ? [] : Array.from({ length: job.cores }, () => start(1));
  const ways = ['vmap', 'backward'].flatMap((mode) => {
    const inOne = { name: `PyTorch ${mode}, one process`, run: (rows: number) => whole.run(mode, 0, rows) };
    const inParts = {
      name: `PyTorch ${mode}, a process a core`,
      run: async (rows: number) => {
        const bound = (part: number): number => Math.round((part * rows) / parts.length);
        const startedAt = performance.now();
        await Promise.all(parts.map((process, part) => process.run(mode, bound(part), bound(part + 1))));
        return (performance.now() - startedAt) / 1000;
      },
    };
    return parts.length === 0 ? [inOne] : [inOne, inParts];
  });
  return {
    relativeError: async () => {
      const greetings = await Promise.all([whole, ...parts].map((process) => process.greeting));
      return Math.max(...greetings.map((greeting) => greeting.relativeError));
    },
    blas: async () => (await whole.greeting).blas,
    ways,
    close: () => [whole, ...parts].forEach(({ child }) => child.kill()),
  };
}

function startProcess(python: string, job: TorchJob, threads: number) {
  const { baseFolder, adapterFolder, rowsFile, expectedFile, rowLength, promptLength } = job;
  const numbers = [String(rowLength), String(promptLength)];
  const child: Child = spawn(
    python,
    [SCRIPT, baseFolder, adapterFolder, rowsFile, ...numbers, expectedFile, String(threads)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Threads that spin between products would take the cores of those whose turn it is.
      env: { ...process.env, OMP_NUM_THREADS: String(threads), OMP_WAIT_POLICY: 'passive' },
    },
  );
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  child.on('exit', () => waiting.forEach(({ reject }) => reject(new Error('the PyTorch process ended early'))));
  const nextLine = (): Promise<string> => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  return {
    child,
    greeting: nextLine().then((line) => JSON.parse(line) as { blas: string; relativeError: number }),
    run: async (mode: string, from: number, to: number): Promise<number> => {
      const answer = nextLine();
      child.stdin.write(`${mode} ${from} ${to}\n`);
      return (JSON.parse(await answer) as { seconds: number }).seconds;
    },
  };
}

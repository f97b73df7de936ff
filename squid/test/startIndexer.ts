import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '@tributary/db';

const MAIN = fileURLToPath(new URL('../lib/main.js', import.meta.url));
const LIMIT_MS = 40_000;

export interface Indexer {
  readonly pid: number;
  /** Everything it wrote so far. */
  getOutput(): string;
  /** Settles when it ends by itself or by `stop`. */
  exited: Promise<number | null>;
  /** Resolves once the newest indexed block with events is `blockHash`. */
  waitForBlock(blockHash: string): Promise<void>;
  /** Resolves once the newest indexed block, with events or without, is `blockHash`. */
  waitForHead(blockHash: string): Promise<void>;
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

const NEWEST_WITH_EVENTS = 'select hash from block order by number desc limit 1';
const NEWEST = `select hash from (select height, hash from squid_processor.status
  union all select height, hash from squid_processor.hot_block) as seen order by height desc limit 1`;

/** The indexer as it is deployed: the compiled process with its environment. */
export function startIndexer(options: { databaseUrl: string; rpcUrl: string; env?: Record<string, string> }): Indexer {
  const { databaseUrl, rpcUrl, env } = options;
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, RPC_URL: rpcUrl, ...env },
  });
  let output = '';
  child.stdout!.on('data', (chunk) => (output += String(chunk)));
  child.stderr!.on('data', (chunk) => (output += String(chunk)));
  let hasExited = false;
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      hasExited = true;
      resolve(code);
    });
  });

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!hasExited) child.kill(signal);
    await exited;
  };
  const waitFor = async (query: string, blockHash: string): Promise<void> => {
    const pool = createPool(databaseUrl, { max: 1 });
    try {
      for (const deadline = Date.now() + LIMIT_MS; ;) {
        const { rows } = await pool.query<{ hash: string }>(query).catch(() => ({ rows: [] }));
        if (rows[0]?.hash === blockHash) return;
        if (hasExited) throw new Error(`the indexer ended:\n${output}`);
        if (Date.now() > deadline) throw new Error(`block ${blockHash} was not indexed in time:\n${output}`);
        await sleep(20);
      }
    } finally {
      await pool.end();
    }
  };

  return {
    pid: child.pid!,
    getOutput: () => output,
    exited,
    waitForBlock: (blockHash) => waitFor(NEWEST_WITH_EVENTS, blockHash),
    waitForHead: (blockHash) => waitFor(NEWEST, blockHash),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

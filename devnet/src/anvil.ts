import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestClient, http } from 'viem';
import { AnvilBinaryMissingError, AnvilStartError, PortTakenError } from './errors.js';

/** The chain id of every devnet, and the name of its deployment file. */
export const DEVNET_CHAIN_ID = 31337;

export interface AnvilOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where the chain is kept: read at the start where it is there, written at stop and every `stateIntervalSeconds`. */
  stateFile?: string;
  /** Default {@link DEVNET_CHAIN_ID}. */
  chainId?: number;
  /** Default 30. What is younger than this is lost when anvil is killed with SIGKILL. */
  stateIntervalSeconds?: number;
}

/** A running local chain on 127.0.0.1. Nobody mines until told to. */
export interface Anvil {
  readonly rpcUrl: string;
  readonly port: number;
  readonly pid: number;
  readonly chainId: number;
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>;
  /** Mines `blockCount` blocks now; what is pending goes into the first. */
  mine(blockCount?: number): Promise<void>;
  /** Mines a block every so many whole seconds, also empty ones. */
  startMining(blockTimeSeconds: number): Promise<void>;
  stopMining(): Promise<void>;
  /** Ends the process after it has written its state file. Safe to call again. */
  stop(): Promise<void>;
}

/** The deepest reorg of a devnet: anvil needs the state before it, and forgets all states when it ends. */
export const REORG_LIMIT_BLOCKS = 64;

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 30_000;
const OUTPUT_TAIL_CHARS = 2_000;

/**
 * Starts the anvil binary itself (not its Node wrapper, so the pid is the chain's) as an OP Stack chain with the default
 * test mnemonic, 130 accounts of a million OPEN, and transactions ordered as they arrive. `finalized` is head − 8.
 *
 * An anvil that an earlier, killed process left behind with the same state file is stopped first, so its chain is kept.
 *
 * @throws PortTakenError, AnvilBinaryMissingError, AnvilStartError
 */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const chainId = options.chainId ?? DEVNET_CHAIN_ID;
  const stateFile = options.stateFile === undefined ? null : resolve(options.stateFile);
  const binary = getAnvilBinary();
  if (stateFile) {
    mkdirSync(dirname(stateFile), { recursive: true });
    await stopOrphan(stateFile);
  }

  // Anvil makes a folder under the user's home unless it is given another place.
  const cacheFolder = mkdtempSync(join(tmpdir(), 'tributary-anvil-'));
  const flags = [
    ...['--network', 'optimism', '--no-mining', '--order', 'fifo', '--slots-in-an-epoch', '4'],
    ...['--host', '127.0.0.1', '--port', String(options.port), '--chain-id', String(chainId)],
    ...['--accounts', '130', '--balance', '1000000', '--gas-limit', '300000000'],
    // Only this many past states are kept, so that memory does not grow with the chain; blocks and logs all stay.
    ...['--prune-history', String(REORG_LIMIT_BLOCKS), '--cache-path', cacheFolder],
    ...(stateFile ? ['--state', stateFile, '--state-interval', String(options.stateIntervalSeconds ?? 30)] : []),
  ];
  const child = spawn(binary, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((done) => {
    child.once('error', () => done({ exitCode: -1, signal: null }));
    child.once('exit', (exitCode, signal) => done({ exitCode, signal }));
  }).then((exit) => {
    rmSync(cacheFolder, { recursive: true, force: true });
    if (stateFile) rmSync(`${stateFile}.pid`, { force: true });
    return exit;
  });

  const port = await waitForPort(child, exited, { port: options.port, stateFile });
  const pid = child.pid as number;
  if (stateFile) writeFileSync(`${stateFile}.pid`, String(pid));
  const rpcUrl = `http://127.0.0.1:${port}`;
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl, { retryCount: 0 }) });
  await client.setLoggingEnabled(false);

  return {
    rpcUrl,
    port,
    pid,
    chainId,
    exited,
    mine: async (blockCount = 1) => {
      for (let block = 0; block < blockCount; block++) await client.mine({ blocks: 1 });
    },
    startMining: (blockTimeSeconds) => client.setIntervalMining({ interval: blockTimeSeconds }),
    stopMining: () => client.setIntervalMining({ interval: 0 }),
    stop: async () => {
      child.kill('SIGTERM');
      const killTimer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(killTimer);
    },
  };
}

/** The port that anvil says it listens on. Its own word, because another chain may answer on a taken port. */
async function waitForPort(
  child: ChildProcess,
  exited: Promise<{ exitCode: number | null }>,
  { port, stateFile }: { port: number; stateFile: string | null },
): Promise<number> {
  let output = '';
  const listening = new Promise<number>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      // Read to the end: a full pipe would stop the chain.
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-OUTPUT_TAIL_CHARS);
        const match = /Listening on 127\.0\.0\.1:(\d+)/.exec(output);
        if (match) done(Number(match[1]));
      });
    }
  });
  const deadline = new AbortController();
  const first = await Promise.race([
    listening,
    exited,
    sleep(START_LIMIT_MS, null, { signal: deadline.signal }).catch(() => null),
  ]);
  deadline.abort();
  if (typeof first === 'number') return first;
  if (first === null) {
    child.kill('SIGKILL');
    await exited;
  }
  if (output.includes('Address already in use')) throw new PortTakenError({ port, service: 'the chain (anvil)' });
  throw new AnvilStartError({
    stateFile,
    exitCode: first?.exitCode ?? null,
    waitedMs: START_LIMIT_MS,
    outputTail: output,
  });
}

function getAnvilBinary(): string {
  const system = process.platform;
  const processor = process.arch === 'x64' ? 'amd64' : process.arch;
  const packageName = `@foundry-rs/anvil-${system}-${processor}`;
  const file = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  try {
    return createRequire(import.meta.url).resolve(`${packageName}/bin/${file}`);
  } catch (cause) {
    throw new AnvilBinaryMissingError({ packageName, cause });
  }
}

/**
 * Stops the anvil that still writes `stateFile` after its starter was killed. Only a process whose own command line names
 * that file is touched; where there is no /proc nothing is, and the port stays taken.
 */
async function stopOrphan(stateFile: string): Promise<void> {
  if (!existsSync(`${stateFile}.pid`)) return;
  const pid = Number(readFileSync(`${stateFile}.pid`, 'utf8'));
  const runs = (): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(stateFile);
    } catch {
      return false;
    }
  };
  if (runs()) process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; runs() && waitedMs < STOP_LIMIT_MS; waitedMs += 50) await sleep(50);
  rmSync(`${stateFile}.pid`, { force: true });
}

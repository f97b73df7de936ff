import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { DeviceLostError } from '../errors.js';
import { layOutMemory } from './memoryLayout.js';
import { ScoringThreads, type StartThread } from './scoringThreads.js';
import { startNodeThread } from './startNodeThread.js';
import { createWasmBackend } from './wasmBackend.js';

const ROWS = 8000;
const QUERY = [{ values: new Int8Array(1024).fill(1) }];

it('lets a process end that never disposed of its backend, but not before it has its answer', async () => {
  const script = `
    const { openBackend } = await import(${JSON.stringify(new URL('../../../lib/score/openBackend.js', import.meta.url).href)});
    const backend = await openBackend('wasm', { threads: 2 });
    const rows = await backend.allocate([1024], ${ROWS});
    await rows.write(0, new Int8Array(1024 * ${ROWS}).fill(1));
    const [dots] = await rows.dot([{ values: new Int8Array(1024).fill(1) }]);
    console.log(dots.length, dots.at(-1));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 50_000,
  });
  expect(stdout.trim()).toBe(`${ROWS} 1024`);
});

it('lets other work of the calling thread go on while it scores', async () => {
  const backend = createWasmBackend({ threads: 2, startThread: startNodeThread });
  const rows = await backend.allocate([1024], 60_000);
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  const scoring = rows.dot(Array.from({ length: 8 }, () => QUERY[0]!)).then(() => (isDone = true));
  setImmediate(turn);
  await scoring;
  expect(turns).toBeGreaterThan(1);
  await backend.dispose();
});

it('fails what was asked of a thread that ends, and what is asked later', async () => {
  let kill: (() => void) | undefined;
  const start: StartThread = (handlers) => {
    const thread = startNodeThread(handlers);
    kill ??= () => void thread.end();
    return thread;
  };
  const backend = createWasmBackend({ threads: 2, startThread: start });
  const rows = await backend.allocate([1024], ROWS);
  expect((await rows.dot(QUERY))[0]).toHaveLength(ROWS);
  kill!();
  await expect(
    (async () => {
      for (;;) await rows.dot(QUERY);
    })(),
  ).rejects.toThrow(DeviceLostError);
  await expect(rows.dot(QUERY)).rejects.toThrow(DeviceLostError);
  await backend.dispose();
});

it('starts no thread for a backend that scores little', async () => {
  let started = 0;
  const start: StartThread = (handlers) => {
    started++;
    return startNodeThread(handlers);
  };
  const backend = createWasmBackend({ threads: 4, startThread: start });
  const rows = await backend.allocate([16], 100);
  await rows.dot([{ values: new Int8Array(16) }]);
  await backend.dispose();
  expect(started).toBe(0);
});

it('says what was lost when a thread cannot be started', async () => {
  const threads = new ScoringThreads(1, ({ onEnd }) => {
    queueMicrotask(() => onEnd('no such file'));
    return { post: () => undefined, setBusy: () => undefined, end: async () => undefined };
  });
  const job = { from: 0, count: 1, queryCount: 1, chunkRows: 4 };
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const id = threads.attach(empty, memory, layOutMemory([4], 1, 4));
  await expect(threads.score(id, job)).rejects.toThrow('The scoring backend "wasm" was lost: no such file');
});

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import wabt from 'wabt';

const FEATURES = { simd: true, threads: true };
const STEP_BYTES = 128;

/** What a reading thread is told once, and for each round; it answers each with a message. */
export type ReadRequest =
  { module: WebAssembly.Module; memory: WebAssembly.Memory } | { at: number; byteCount: number };

/** Plain reads of as many bytes as are scored: the most that memory gives to WebAssembly on this machine. */
export interface Readers {
  /** On the calling thread. */
  readHere(): void;
  /** Divided among the threads. */
  readOnThreads(): Promise<void>;
  close(): Promise<void>;
}

/** @param bytes their number is a multiple of 128 a thread */
export async function createReaders(bytes: Int8Array, threadCount: number): Promise<Readers> {
  const { parseWat } = await wabt();
  const own = readFileSync(new URL('../../kernels/read16.wat', import.meta.url), 'utf8');
  const text = own.replace('"memory") 1)', '"memory") 1 65536 shared)');
  const binary = parseWat('read16.wat', text, FEATURES).toBinary({}).buffer;
  const module = new WebAssembly.Module(new Uint8Array(binary));
  const pages = Math.ceil(bytes.length / 65_536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true });
  new Int8Array(memory.buffer).set(bytes);
  const { read } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    read(at: number, byteCount: number): number;
  };
  const threads = Array.from({ length: threadCount }, () => {
    const worker = new Worker(new URL('./readThread.ts', import.meta.url));
    worker.postMessage({ module, memory } satisfies ReadRequest);
    return worker;
  });
  const share = Math.floor(bytes.length / threadCount / STEP_BYTES) * STEP_BYTES;
  return {
    readHere: () => void read(0, bytes.length - (bytes.length % STEP_BYTES)),
    readOnThreads: async () => {
      await Promise.all(
        threads.map(async (thread, i) => {
          thread.postMessage({ at: i * share, byteCount: share } satisfies ReadRequest);
          await once(thread, 'message');
        }),
      );
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

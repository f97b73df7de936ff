import { parentPort } from 'node:worker_threads';
import type { ReadRequest } from './createReaders.ts';

/** A thread that reads what it is told of a shared memory, and says when it has. */
let read: (at: number, byteCount: number) => number;
parentPort!.on('message', (request: ReadRequest) => {
  if ('module' in request) {
    const { exports } = new WebAssembly.Instance(request.module, { env: { memory: request.memory } });
    read = exports['read'] as typeof read;
  } else {
    parentPort!.postMessage(read(request.at, request.byteCount));
  }
});

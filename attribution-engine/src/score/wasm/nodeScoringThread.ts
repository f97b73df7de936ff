import { parentPort } from 'node:worker_threads';
import { serveScoring, type ThreadRequest } from './serveScoring.js';

/** Entry of a scoring thread in Node. */
const port = parentPort!;
const serve = serveScoring((reply) => port.postMessage(reply));
port.on('message', (request: ThreadRequest) => serve(request));

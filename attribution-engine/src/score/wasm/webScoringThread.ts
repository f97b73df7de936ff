import { serveScoring, type ThreadRequest } from './serveScoring.js';

/** Entry of a scoring thread in a browser. */
const serve = serveScoring((reply) => postMessage(reply));
addEventListener('message', (event: MessageEvent<ThreadRequest>) => serve(event.data));

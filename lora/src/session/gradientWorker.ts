import { parentPort, workerData } from 'node:worker_threads';
import { readBaseModel } from '../model/readBaseModel.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import type { Example } from '../tokenizer/encodeExample.js';
import { createSession } from './createSession.js';
import type { GradientJob, GradientReply } from './createGradientWorkers.js';

const { base: source, adapter } = workerData as GradientJob;
const send = (reply: GradientReply, transfer: ArrayBuffer[] = []): void => parentPort!.postMessage(reply, transfer);

const base = typeof source === 'string' ? await readBaseModel(source) : loadBaseModel(source);
const session = createSession(base, adapter);

async function compute(example: Example): Promise<void> {
  try {
    const gradients = await session.gradient(example);
    send(
      { gradients },
      gradients.flatMap(({ dA, dB }) => [dA.buffer as ArrayBuffer, dB.buffer as ArrayBuffer]),
    );
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ error: { name, message } });
  }
}

parentPort!.on('message', (example: Example) => void compute(example));
send({ ready: true });

// One thread that takes features: loads the model once, then answers batches of examples with quantised records.
import { parentPort, workerData } from 'node:worker_threads';
import { readBaseModel, readLoraAdapter, type Example } from '@tributary/lora';
import { quantizeRecord } from '@tributary/protocol';
import { createFeatureExtractor } from '../features/createFeatureExtractor.js';
import type { FeatureWorkerMessage, FeatureWorkerSettings } from './FeaturePool.js';

const { baseFolder, adapterFolder, rule } = workerData as FeatureWorkerSettings;
const send = (message: FeatureWorkerMessage): void => parentPort!.postMessage(message);

const base = await readBaseModel(baseFolder);
const adapter = await readLoraAdapter(adapterFolder, base);
const extractor = createFeatureExtractor(base, adapter, rule);
parentPort!.on('message', (examples: Example[]) => void answer(examples));
send({ ready: { blocks: extractor.blocks } });

async function answer(examples: Example[]): Promise<void> {
  const records = [];
  for (const example of examples) records.push(quantizeRecord(await extractor.extract(example)));
  send({ records });
}

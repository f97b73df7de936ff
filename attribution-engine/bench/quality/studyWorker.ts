import { parentPort, workerData } from 'node:worker_threads';
import { loadBaseModel, readModelFolder } from '@tributary/lora';
import { runStudyJob } from './runStudyJob.ts';
import type { StudyJob } from './studyJob.ts';

const port = parentPort!;
const base = loadBaseModel(await readModelFolder((workerData as { baseFolder: string }).baseFolder));

port.on('message', (job: StudyJob) => {
  runStudyJob(base, job).then(
    (result) => port.postMessage({ result }),
    (error: unknown) => port.postMessage({ error }),
  );
});

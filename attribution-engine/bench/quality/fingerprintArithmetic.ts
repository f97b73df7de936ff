import { GRADIENT_1 } from '@tributary/attribution-engine';
import type { BaseModel } from '@tributary/lora';
import { digestOfFacts } from './createStudyCache.ts';
import { createTask } from './createTask.ts';
import { encodeRow } from './encodeRow.ts';
import { runStudyJob } from './runStudyJob.ts';

/**
 * Digest of what a very small training and its index give: kept results are of use as long as the code still computes the
 * same bits from the same base model.
 */
export async function fingerprintArithmetic(base: BaseModel): Promise<string> {
  const task = createTask({ contributorsPerKind: 1, rowsPerContributor: 2, questionsPerKind: 0, seed: 'fingerprint' });
  const examples = task.rows.map((row) => encodeRow(base, row));
  const training = await runStudyJob(base, { type: 'train', examples, seed: 'a', epochs: 1, measured: examples });
  const features = await runStudyJob(base, {
    type: 'features',
    adapter: training.adapter,
    rows: examples.map((example, line) => ({ contributionId: 1, line, example })),
    queries: examples.slice(0, 2),
    blockDimension: GRADIENT_1.blockDimension,
  });
  return digestOfFacts({
    training,
    values: features.index.values,
    exponents: features.index.exponents,
    queries: features.queries,
  });
}

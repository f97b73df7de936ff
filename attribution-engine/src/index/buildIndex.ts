import type { Example } from '@tributary/lora';
import { quantizeRecord } from '@tributary/protocol';
import type { FeatureExtractor } from '../features/createFeatureExtractor.js';
import { methodName, type GradientRule } from '../features/gradientRule.js';
import { indexWidth, type AttributionIndex } from './attributionIndex.js';

/** An admitted training row and whose it is. */
export interface IndexRow {
  contributionId: number;
  /** Which line of the contribution it is, from 0. */
  line: number;
  /** By `gradient/2`: its family of copies, 0 or absent for none. */
  family?: number;
  example: Example;
}

/** Takes and quantises the features of every row (rule step 3), one row at a time. */
export async function buildIndex(
  rows: readonly IndexRow[],
  extractor: FeatureExtractor,
  model: { rule: GradientRule; baseDigest: string; adapterDigest: string },
  onProgress: (done: number) => void = () => undefined,
): Promise<AttributionIndex> {
  const { blocks } = extractor;
  const width = indexWidth({ blocks });
  const index: AttributionIndex = {
    method: methodName(model.rule),
    blocks,
    values: new Int8Array(rows.length * width),
    exponents: new Int8Array(rows.length * blocks.length),
    contributions: Uint32Array.from(rows, (row) => row.contributionId),
    lines: Uint32Array.from(rows, (row) => row.line),
    ...(model.rule.version === 2 && { families: Uint32Array.from(rows, (row) => row.family ?? 0) }),
    examples: rows.map((row) => row.example),
    baseDigest: model.baseDigest,
    adapterDigest: model.adapterDigest,
  };
  for (const [i, row] of rows.entries()) {
    const record = quantizeRecord(await extractor.extract(row.example));
    index.values.set(record.values, i * width);
    index.exponents.set(record.exponents, i * blocks.length);
    onProgress(i + 1);
    // Gradients are computed on this thread; let timers and sockets have their turn between rows.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return index;
}

import type { BaseModel, Example, LoraAdapter } from '@tributary/lora';
import { quantizeRecord, type FeatureRecord } from '@tributary/protocol';
import { coalesceCalls } from './coalesceCalls.js';
import { createAttributor, type AttributionResult, type AttributorOptions } from '../attribute.js';
import { createFeatureExtractor, type FeatureExtractor } from '../features/createFeatureExtractor.js';
import { parseMethod } from '../features/gradientRule.js';
import { buildPreconditioner, createPreconditioner, type PreconditionerFactors } from '../features/preconditioner.js';
import { blockDimensions, type IndexReader } from '../index/attributionIndex.js';
import { MalformedIndexError } from '../index/indexFile.js';
import type { ScoringBackend } from '../score/scoringBackend.js';

/** One model ready to say who shaped its answers: its own query for an answer, and the shares of any query. */
export interface ModelAttribution {
  readonly dimensions: readonly number[];
  /** The query this model gives for an answer (rule step 4). */
  computeQuery(example: Example): Promise<FeatureRecord>;
  /** The row this model gives for a training example (rule step 3). */
  computeRow(example: Example): Promise<FeatureRecord>;
  attribute(query: FeatureRecord): Promise<AttributionResult>;
  dispose(): void;
}

/** A device keeps this many answers at once; more wait for the next pass. */
const MAX_QUERIES_A_PASS = 64;

/** What was computed of the index before, and how much may be held. */
export interface ModelAttributionOptions extends AttributorOptions {
  /** Of this very index; computed where it is missing. */
  factors?: PreconditionerFactors;
}

/**
 * Prepares a model with its index: compiles gradients, factors the preconditioner, loads rows onto the backend. Closing
 * the index is left to its owner.
 */
export async function createModelAttribution(
  base: BaseModel,
  adapter: LoraAdapter,
  index: IndexReader,
  backend: ScoringBackend,
  options: ModelAttributionOptions = {},
): Promise<ModelAttribution> {
  const extractor = createFeatureExtractor(base, adapter, parseMethod(index.method));
  if (!sameBlocks(extractor, index)) {
    extractor.dispose();
    throw new MalformedIndexError({ reason: 'its blocks are not those of the model' });
  }
  const precondition = createPreconditioner(options.factors ?? (await buildPreconditioner(index)));
  const attributor = await createAttributor(index, backend, options);
  return {
    dimensions: blockDimensions(index),
    computeQuery: async (example) => quantizeRecord(precondition(await extractor.extract(example))),
    computeRow: async (example) => quantizeRecord(await extractor.extract(example)),
    attribute: coalesceCalls((queries: FeatureRecord[]) => attributor.attribute(queries), MAX_QUERIES_A_PASS),
    dispose() {
      attributor.dispose();
      extractor.dispose();
    },
  };
}

function sameBlocks(extractor: FeatureExtractor, index: IndexReader): boolean {
  return (
    extractor.blocks.length === index.blocks.length &&
    extractor.blocks.every(
      ({ name, dimension }, b) => name === index.blocks[b]!.name && dimension === index.blocks[b]!.dimension,
    )
  );
}

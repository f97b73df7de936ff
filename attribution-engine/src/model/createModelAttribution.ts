import type { BaseModel, Example, LoraAdapter } from '@tributary/lora';
import { quantizeRecord, type FeatureRecord } from '@tributary/protocol';
import { createAttributor, type AttributionResult } from '../attribute.js';
import { createFeatureExtractor, type FeatureExtractor } from '../features/createFeatureExtractor.js';
import { parseMethod } from '../features/gradientRule.js';
import { createPreconditioner } from '../features/preconditioner.js';
import { blockDimensions, type AttributionIndex } from '../index/attributionIndex.js';
import { MalformedIndexError } from '../index/indexFile.js';
import type { ScoringBackend } from '../score/scoringBackend.js';

/** One model ready to say who shaped its answers: its own query for an answer, and the shares of any query. */
export interface ModelAttribution {
  readonly dimensions: readonly number[];
  /** The query this model gives for an answer (rule step 4). */
  computeQuery(example: Example): Promise<FeatureRecord>;
  attribute(query: FeatureRecord): Promise<AttributionResult>;
  dispose(): void;
}

/** Prepares a model with its index: compiles gradients, factors the preconditioner, loads rows onto the backend. */
export async function createModelAttribution(
  base: BaseModel,
  adapter: LoraAdapter,
  index: AttributionIndex,
  backend: ScoringBackend,
): Promise<ModelAttribution> {
  const extractor = createFeatureExtractor(base, adapter, parseMethod(index.method));
  if (!sameBlocks(extractor, index)) {
    extractor.dispose();
    throw new MalformedIndexError({ reason: 'its blocks are not those of the model' });
  }
  const precondition = createPreconditioner(index);
  const attributor = await createAttributor(index, backend);
  return {
    dimensions: blockDimensions(index),
    computeQuery: async (example) => quantizeRecord(precondition(await extractor.extract(example))),
    attribute: (query) => attributor.attribute(query),
    dispose() {
      attributor.dispose();
      extractor.dispose();
    },
  };
}

function sameBlocks(extractor: FeatureExtractor, index: AttributionIndex): boolean {
  return (
    extractor.blocks.length === index.blocks.length &&
    extractor.blocks.every(
      ({ name, dimension }, b) => name === index.blocks[b]!.name && dimension === index.blocks[b]!.dimension,
    )
  );
}

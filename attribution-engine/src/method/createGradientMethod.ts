import { decodeRecord, encodeRecord } from '@tributary/protocol';
import { compareQuery } from '../features/compareQuery.js';
import type { ModelAttribution } from '../model/createModelAttribution.js';
import type { ScoringBackend } from '../score/scoringBackend.js';
import type { AttributionMethod } from './AttributionMethod.js';

/** `gradient/1`, `gradient/2` and their variants: the query is the quantised, preconditioned gradient of the answer. */
export function createGradientMethod(
  name: string,
  attribution: ModelAttribution,
  backend: ScoringBackend,
): AttributionMethod {
  const { dimensions } = attribution;
  return {
    name,
    backend: { name: backend.name, device: backend.device },
    computeQuery: async (answer) => encodeRecord(await attribution.computeQuery(answer)),
    compareQuery: (committed, own) =>
      compareQuery(decodeRecord(committed, dimensions), decodeRecord(own, dimensions), dimensions),
    attribute: (query) => attribution.attribute(decodeRecord(query, dimensions)),
    dispose: () => attribution.dispose(),
  };
}

import type { LoadedRows, RowMatrix, ScoringBackend } from './scoringBackend.js';

/** The slow, obvious backend: what every other one has to equal. */
export function createReferenceBackend(): ScoringBackend {
  return {
    name: 'reference',
    device: 'JavaScript',
    load: async ({ values, count, dimensions }: RowMatrix): Promise<LoadedRows> => ({
      dot: async (queries) =>
        queries.map((query) => {
          const out = new Int32Array(count * dimensions.length);
          let position = 0;
          for (let row = 0, at = 0; row < count; row++) {
            for (let block = 0, q = 0; block < dimensions.length; block++) {
              let sum = 0;
              for (let i = 0; i < dimensions[block]!; i++) sum += values[at++]! * query.values[q++]!;
              out[position++] = sum;
            }
          }
          return out;
        }),
      dispose: () => undefined,
    }),
  };
}

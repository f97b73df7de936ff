import type { QueryComparison } from '../features/compareQuery.js';

/** The comparison of queries that hold no floats: equal or not. */
export function compareBytes(committed: Uint8Array, own: Uint8Array): QueryComparison {
  const accepted = committed.length === own.length && committed.every((byte, i) => byte === own[i]);
  return { accepted, cosine: accepted ? 1 : 0, blockError: accepted ? 0 : Infinity };
}

import { attributeSpans } from '../span/attributeSpans.js';
import { SPAN_METHOD, type SpanIndex } from '../span/spanIndex.js';
import { withoutEndToken } from '../span/withoutEndToken.js';
import type { AttributionMethod } from './AttributionMethod.js';
import { compareBytes } from './compareBytes.js';

/** `span/1`: the query is the answer's own tokens as little-endian u32, without the end token. */
export function createSpanMethod(index: SpanIndex, endToken: number): AttributionMethod {
  return {
    name: SPAN_METHOD,
    backend: { name: 'cpu', device: 'JavaScript' },
    computeQuery: async ({ completionIds }) => encodeTokens(withoutEndToken(completionIds, endToken)),
    compareQuery: compareBytes,
    async attribute(_, { completionIds }) {
      const { unattributed, reason, shares } = attributeSpans(index, withoutEndToken(completionIds, endToken));
      return { unattributed, shares, ...(reason && { reason }) };
    },
    dispose: () => undefined,
  };
}

function encodeTokens(tokens: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 * tokens.length));
  tokens.forEach((token, i) => bytes.setUint32(4 * i, token, true));
  return new Uint8Array(bytes.buffer);
}

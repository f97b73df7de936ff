import { canonicalJson } from '@tributary/protocol';
import { RETRIEVAL_METHOD, attributeRetrieval } from '../retrieval/attributeRetrieval.js';
import { MalformedRetrievalError, parseRetrieval, type RetrievedChunk } from '../retrieval/parseRetrieval.js';
import type { AttributionMethod, ContributionSource } from './AttributionMethod.js';
import { compareBytes } from './compareBytes.js';

/** `retrieval/1`: the query is the canonical JSON of which line of which contribution gave which text. */
export function createRetrievalMethod(): AttributionMethod {
  return {
    name: RETRIEVAL_METHOD,
    backend: { name: 'cpu', device: 'JavaScript' },
    computeQuery: async ({ retrieval, prompt }) =>
      canonicalJson(
        parseRetrieval(retrieval ?? [], prompt).map(({ contributionId, line, digest }) => [
          contributionId,
          line,
          digest,
        ]),
      ),
    compareQuery: compareBytes,
    async attribute(_, { retrieval, prompt, completion }, source) {
      const chunks = parseRetrieval(retrieval ?? [], prompt);
      for (const chunk of chunks) await checkOrigin(chunk, source);
      const { unattributed, reason, shares } = attributeRetrieval(prompt, completion, chunks);
      return { unattributed, shares, ...(reason && { reason }) };
    },
    dispose: () => undefined,
  };
}

/** @throws MalformedRetrievalError unless the chunk stands in the line that it is said to be from */
async function checkOrigin({ contributionId, line, text }: RetrievedChunk, source: ContributionSource): Promise<void> {
  const row = await source.fetchRow(contributionId, line);
  if (row && (row.prompt.includes(text) || row.completion.includes(text))) return;
  throw new MalformedRetrievalError({
    reason: `a chunk does not stand in line ${line} of contribution ${contributionId}`,
  });
}

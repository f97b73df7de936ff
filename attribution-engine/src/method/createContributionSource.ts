import type { Digest } from '@tributary/protocol';
import type { BlobSource } from '../blobs/blobSource.js';
import { RecentCache } from '../model/recentCache.js';
import type { ContributionSource } from './AttributionMethod.js';

/** Twice what a contribution may have (docs/protocol.md). */
const CONTRIBUTION_LIMIT_BYTES = 16 << 20;
const CONTRIBUTIONS_KEPT = 8;

/** Where the bytes of a contribution are, as its contributor wrote it on chain; undefined where there is no such contribution. */
type LoadContent = (contributionId: string) => Promise<{ digest: string; uri: string } | undefined>;

/** Rows of contributions as the chain names them and the blob source has them. */
export function createContributionSource(loadContent: LoadContent, blobs: BlobSource): ContributionSource {
  const texts = new RecentCache<string[]>(CONTRIBUTIONS_KEPT);
  return {
    async fetchRow(contributionId, line) {
      const content = await loadContent(String(contributionId));
      if (!content) return undefined;
      const lines = await texts.get(content.digest, async () => {
        const blob = { digest: content.digest as Digest, uri: content.uri };
        const bytes = await blobs.fetch(blob, CONTRIBUTION_LIMIT_BYTES);
        return new TextDecoder().decode(bytes).split('\n').filter(Boolean);
      });
      return parseRow(lines[line]);
    },
  };
}

function parseRow(json: string | undefined): { prompt: string; completion: string } | undefined {
  try {
    const { prompt, completion } = (JSON.parse(json ?? 'null') ?? {}) as Record<string, unknown>;
    return typeof prompt === 'string' && typeof completion === 'string' ? { prompt, completion } : undefined;
  } catch {
    return undefined;
  }
}

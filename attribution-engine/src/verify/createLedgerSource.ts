import type { Digest } from '@tributary/protocol';
import type { BlobSource } from '../blobs/blobSource.js';
import type { ContributionSource } from '../method/AttributionMethod.js';
import { RecentCache } from '../model/recentCache.js';
import type { MemoryLedger } from './MemoryLedger.js';

/** Twice what a contribution may have (docs/protocol.md). */
const CONTRIBUTION_LIMIT_BYTES = 16 << 20;
const CONTRIBUTIONS_KEPT = 8;

/** Rows of contributions as a ledger in memory names them and the blob source has them. */
export function createLedgerSource(ledger: MemoryLedger, blobs: BlobSource): ContributionSource {
  const contents = new RecentCache<string[]>(CONTRIBUTIONS_KEPT);
  return {
    async fetchRow(contributionId, line) {
      const content = ledger.getContribution(`${contributionId}`)?.content;
      if (!content) return undefined;
      const lines = await contents.get(content.digest, async () => {
        const blob = { digest: content.digest as Digest, uri: content.uri };
        const bytes = await blobs.fetch(blob, CONTRIBUTION_LIMIT_BYTES);
        return new TextDecoder().decode(bytes).split('\n').filter(Boolean);
      });
      return readRow(lines[line]);
    },
  };
}

/** Undefined when the line is no row; a stranger wrote it. */
function readRow(line = ''): { prompt: string; completion: string } | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { prompt, completion } = (row ?? {}) as Record<string, unknown>;
  return typeof prompt === 'string' && typeof completion === 'string' ? { prompt, completion } : undefined;
}

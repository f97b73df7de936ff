import { type Verdict } from '@tributary/protocol';
import { queryApi } from '../api/queryApi.js';
import { type InferenceState } from './compareVerdicts.js';

const QUERY = `query Smoke($after: String) {
  network { settledToVerdictMsP95 }
  inferences(first: 100, after: $after) {
    nodes { inferenceId verdict settledAt reconciliation { decidedAt reason } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Page {
  network: { settledToVerdictMsP95: number | null };
  inferences: {
    nodes: {
      inferenceId: string;
      verdict: Verdict;
      settledAt: string;
      reconciliation: { decidedAt: string; reason: string } | null;
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/** Every inference the public API knows, page by page, and its own latency figure. */
export async function fetchInferences(
  apiUrl: string,
): Promise<{ inferences: InferenceState[]; settledToVerdictMsP95: number | null }> {
  const inferences: InferenceState[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = await queryApi<Page>(apiUrl, QUERY, { after });
    for (const { reconciliation, ...facts } of page.inferences.nodes) {
      inferences.push({
        ...facts,
        decidedAt: reconciliation?.decidedAt ?? null,
        reason: reconciliation?.reason ?? null,
      });
    }
    if (!page.inferences.pageInfo.hasNextPage) {
      return { inferences, settledToVerdictMsP95: page.network.settledToVerdictMsP95 };
    }
    after = page.inferences.pageInfo.endCursor;
  }
}

import { Agent } from 'node:http';
import type { Pool } from 'pg';
import { post } from './measureRequests.ts';

const REQUESTS = 200;
const WARM_UP = 30;

const QUERY = `query ($after: String) { inferences(first: 20, after: $after) {
  nodes { inferenceId feeWei model { name } payer { address } } pageInfo { endCursor } } }`;

interface PageAnswer {
  data: { inferences: { nodes: unknown[]; pageInfo: { endCursor: string } } };
}

/**
 * Median time of the first page and of the one that follows the row at `row`, asked by turns over one connection. The
 * cursor is one of the list's own with the place of that row: to page there would take as many requests.
 */
export async function measureDeepPage(
  pool: Pool,
  url: string,
  row: number,
): Promise<{ firstMs: number; deepMs: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (after: string | null): Promise<{ elapsedMs: number; answer: PageAnswer }> => {
    const startMs = performance.now();
    const text = await post(agent, url, JSON.stringify({ query: QUERY, variables: { after } }));
    return { elapsedMs: performance.now() - startMs, answer: JSON.parse(text) as PageAnswer };
  };
  try {
    const { rows } = await pool.query<{ block: number; log: number }>(
      `select block_number as block, log_index as log from inference
       order by block_number desc, log_index desc offset $1 limit 1`,
      [row],
    );
    const { block, log } = rows[0]!;
    const first = (await ask(null)).answer.data.inferences.pageInfo.endCursor;
    const content = JSON.parse(Buffer.from(first, 'base64url').toString()) as unknown[];
    const deep = Buffer.from(JSON.stringify([...content.slice(0, -2), block, log])).toString('base64url');
    const times = { first: [] as number[], deep: [] as number[] };
    for (let i = 0; i < REQUESTS + WARM_UP; i++) {
      const [near, far] = [await ask(null), await ask(deep)];
      if (far.answer.data.inferences.nodes.length !== 20) throw new Error('the deep page is not full');
      if (i < WARM_UP) continue;
      times.first.push(near.elapsedMs);
      times.deep.push(far.elapsedMs);
    }
    return { firstMs: median(times.first), deepMs: median(times.deep) };
  } finally {
    agent.destroy();
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

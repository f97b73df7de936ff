import { Agent } from 'node:http';
import type { Pool } from 'pg';
import { post } from './measureRequests.ts';
import type { SampledInference } from './QuestionCase.ts';

const AT_ONCE = 40;

/** Inferences from all over the ledger, which have been paid for; the same ones for everybody who is asked. */
export async function sampleInferences(pool: Pool, apiUrl: string, count: number): Promise<SampledInference[]> {
  const { rows } = await pool.query<{ total: number }>('select inference_count as total from ledger_origin');
  const { total } = rows[0]!;
  const ids = Array.from({ length: count }, (_, number) => String(1 + Math.floor((number * (total - 50)) / count)));
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  const sampled: SampledInference[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const part = ids.slice(start, start + AT_ONCE);
    const fields = part.map((id, number) => `i${number}: inference(inferenceId: "${id}") { id }`);
    const answer = await post(agent, apiUrl, JSON.stringify({ query: `{ ${fields.join(' ')} }` }));
    const { data } = JSON.parse(answer) as { data: Record<string, { id: string }> };
    part.forEach((id, number) => sampled.push({ id, node: data[`i${number}`]!.id }));
  }
  agent.destroy();
  return sampled;
}

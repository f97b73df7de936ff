import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './startTestApi.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(60);
});
afterAll(() => api?.close());

const QUERY = `query ($first: Int!) { inferences(first: $first) { nodes {
  inferenceId verdict evidence { blockHash }
  model { name owner { address } currentFeePolicy { modelBps } }
  payer { address }
  payouts { totalCount nodes { amountWei recipient { address } contribution { datanet { name } } } }
  reconciliation { verdict lines { paidWei recipient { address } } shares { contribution { license } } }
} } }`;

async function countStatements(first: number): Promise<number> {
  api.statements.length = 0;
  const { data, errors, text } = await api.query(QUERY, { first });
  expect(errors, text).toBeUndefined();
  expect(data.inferences!.nodes).toHaveLength(first);
  return api.statements.length;
}

it('asks a page of 20 inferences with everything around it as few statements as a page of one', async () => {
  await countStatements(20);
  const few = await countStatements(1);
  const many = await countStatements(20);
  // Page, blocks, models, accounts, policies, payouts, counts, contributions, datanets, reconciliations, lines, shares …
  expect(many).toBeLessThanOrEqual(16);
  // Which of the account look-ups fall together depends on which answers arrive first; a look-up per row would add 19.
  expect(many).toBeLessThanOrEqual(few + 3);
});

it('asks for nothing that the query does not', async () => {
  api.statements.length = 0;
  await api.query('{ inferences { nodes { inferenceId } } network { chainId } }');
  expect(api.statements).toHaveLength(1);
});

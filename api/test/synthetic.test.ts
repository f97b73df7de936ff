import { createPool } from '@tributary/db';
import { seedLedger } from '@tributary/db/seed';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, createServer } from '../src/createServer.js';
import type { Answer } from './startTestApi.js';

const INFERENCES = 200;

let database: TestDatabase;
let pool: Pool;
let server: ApiServer;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedLedger(database.url, { inferenceCount: INFERENCES });
  pool = createPool(database.url, { max: 1 });
  server = await createServer({
    databaseUrl: await database.createReadOnlyUrl(),
    network: { chainId: 31_337, name: 'Test', nativeSymbol: 'OPEN' },
    port: 0,
    reportError: ({ error }) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await server.close();
  await pool.end();
  await database.close();
});

async function query(text: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Answer; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function sum(question: string): Promise<string> {
  const { rows } = await pool.query<{ sum: bigint }>(question);
  return String(rows[0]!.sum);
}

describe('a synthetic ledger', () => {
  it('says of itself that it is one', async () => {
    const { network } = await query('{ network { isSynthetic syntheticReason } }');
    expect(network).toMatchObject({ isSynthetic: true });
    expect(String(network!['syntheticReason'])).toContain(`made up by "tributary seed" with ${INFERENCES} inferences`);
  });

  it('marks its files, in their headers and in the names they are saved under', async () => {
    const response = await fetch(new URL('/export/datanets.csv', server.url));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-synthetic')).toBe('true');
    expect(response.headers.get('content-disposition')).toContain('filename="synthetic-tributary-');
    await response.text();
  });

  it('is told by the API with the totals that Postgres has', async () => {
    const { network } =
      await query(`{ network { inferenceCount contributionCount modelCount accountCount feesWei paidWei
      verdictCounts { verdict count } } }`);
    expect(network).toMatchObject({
      inferenceCount: INFERENCES,
      contributionCount: Number(await sum('select count(*) as sum from contribution')),
      modelCount: Number(await sum('select count(*) as sum from model')),
      accountCount: Number(await sum('select count(*) as sum from account')),
      feesWei: await sum('select sum(fee_wei) from inference'),
      paidWei: await sum('select sum(amount_wei) from payout'),
    });
    const counts = new Map(
      [...network!['verdictCounts']!].map(({ verdict, count }) => [String(verdict), Number(count)]),
    );
    expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(INFERENCES);
    // None is stale: what is not decided is all that is pending.
    expect(counts.get('PENDING')).toBe(INFERENCES - Number(await sum('select count(*) as sum from reconciliation')));
    expect(counts.get('MATCHED')).toBe(
      Number(await sum(`select count(*) as sum from reconciliation where verdict = 'MATCHED'`)),
    );
  });

  it('answers each list to its end, everything around each inference included', async () => {
    const seen = new Set<string>();
    for (let after: string | null = null; ;) {
      const { inferences } = await query(
        `query ($after: String) { inferences(first: 50, after: $after) { nodes { inferenceId verdict feeWei paidWei
          model { name owner { address } } payer { address } evidence { blockHash }
          reconciliation { stale verdict lines { paidWei } shares { contribution { license datanet { name } } } } }
          pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      for (const node of inferences!['nodes']!) {
        seen.add(String(node['inferenceId']));
        const reconciliation = node['reconciliation'];
        if (!reconciliation) continue;
        expect(reconciliation['stale']).toBe(false);
        expect(node['verdict']).toBe(reconciliation['verdict']);
        const paidWei = [...reconciliation['lines']!].reduce(
          (total, line) => total + BigInt(String(line['paidWei'])),
          0n,
        );
        expect(String(node['paidWei'])).toBe(String(paidWei));
      }
      const { hasNextPage, endCursor } = inferences!['pageInfo'] as unknown as {
        hasNextPage: boolean;
        endCursor: string;
      };
      if (!hasNextPage) break;
      after = endCursor;
    }
    expect(seen.size).toBe(INFERENCES);
  });

  it('tells of each contributor what Postgres adds up', async () => {
    const { rows } = await pool.query<{ id: string; paid: bigint; claimed: bigint }>(
      `select recipient_id as id, sum(amount_wei) as paid, (select coalesce(sum(c.amount_wei), 0) from reward_claim c
         where c.recipient_id = p.recipient_id) as claimed from payout p group by 1 order by 2 desc limit 5`,
    );
    for (const { id, paid, claimed } of rows) {
      const { account } = await query(`query ($id: String!) { account(address: $id) { earnedWei claimedWei } }`, {
        id,
      });
      expect(account).toEqual({ earnedWei: String(paid), claimedWei: String(claimed) });
    }
  });
});

it('a ledger without the mark is none', async () => {
  await pool.query('delete from ledger_origin');
  const { network } = await query('{ network { isSynthetic syntheticReason } }');
  expect(network).toEqual({ isSynthetic: false, syntheticReason: null });
  const response = await fetch(new URL('/export/datanets.csv', server.url));
  expect(response.headers.get('x-synthetic')).toBe(null);
  expect(response.headers.get('content-disposition')).toContain('filename="tributary-');
  await response.text();
});

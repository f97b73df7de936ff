import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 45;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(COUNT);
});
afterAll(() => api?.close());

const QUERY = `query ($first: Int, $after: String, $last: Int, $before: String) {
  inferences(first: $first, after: $after, last: $last, before: $before) {
    nodes { inferenceId } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;

async function loadPage(variables: Record<string, unknown>) {
  const { data, errors, text } = await api.query(QUERY, variables);
  expect(errors, text).toBeUndefined();
  const { nodes, pageInfo } = data.inferences!;
  return { ids: nodes!.map((node) => Number(node.inferenceId)), pageInfo: pageInfo! };
}

describe('paging', () => {
  it('walks forward and backward over everything once, while rows arrive at the front', async () => {
    const expected = Array.from({ length: COUNT }, (_, index) => COUNT - index);
    const forward: number[] = [];
    let after: string | null = null;
    let inserted = 0;
    for (;;) {
      const page = await loadPage({ first: 7, after });
      forward.push(...page.ids);
      await insertNewest(api.database.url, 1_000 + inserted++);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor as unknown as string;
    }
    expect(forward).toEqual(expected);

    const backward: number[] = [];
    let before: string | null = null;
    for (;;) {
      const page = await loadPage({ last: 7, before });
      backward.unshift(...page.ids);
      if (!page.pageInfo.hasPreviousPage) break;
      before = page.pageInfo.startCursor as unknown as string;
    }
    expect(backward.filter((id) => id < 1_000)).toEqual(expected);
    expect(backward).toHaveLength(COUNT + inserted);
  });

  it('pages between two cursors', async () => {
    const page = await api.query(QUERY, { first: 30 });
    const edges = page.data.inferences!.edges!;
    const [after, before] = [edges[9]!.cursor, edges[15]!.cursor];
    const ids = page.data.inferences!.nodes!.map((node) => Number(node.inferenceId));
    expect((await loadPage({ after, before })).ids).toEqual(ids.slice(10, 15));
    expect((await loadPage({ after, before, last: 2 })).ids).toEqual(ids.slice(13, 15));
  });

  it('orders reconciliations by number, not by text, within and across blocks', async () => {
    const ids: number[] = [];
    let after: unknown = null;
    for (;;) {
      const { data } = await api.query(
        'query ($after: String) { reconciliations(first: 4, after: $after) { nodes { inference { inferenceId } } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
      ids.push(...data.reconciliations!.nodes!.map((node) => Number(node.inference!.inferenceId)));
      if (!data.reconciliations!.pageInfo!.hasNextPage) break;
      after = data.reconciliations!.pageInfo!.endCursor;
    }
    const expected = Array.from({ length: COUNT }, (_, index) => COUNT - index).filter((k) => k % 11 !== 0);
    expect(ids).toEqual(expected);
  });

  it('answers an empty page', async () => {
    const { data } = await api.query(
      '{ payouts(role: UNKNOWN) { totalCount nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }',
    );
    expect(data.payouts).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { startCursor: null, endCursor: null, hasNextPage: false, hasPreviousPage: false },
    });
  });

  it.each([
    ['another list', forge([1, 'payouts', 100, 1])],
    ['a list of a parent', forge([1, 'Model.inferences', 100, 1])],
    ['another version', forge([2, 'inferences', 100, 1])],
    ['too few keys', forge([1, 'inferences', 100])],
    ['too many keys', forge([1, 'inferences', 100, 1, 1])],
    ['a key that is text', forge([1, 'inferences', '100', 1])],
    ['SQL', forge([1, 'inferences', '1) OR (1=1', 1])],
    ['a fraction', forge([1, 'inferences', 1.5, 1])],
    ['a number that Postgres has no int for', forge([1, 'inferences', 2 ** 40, 1])],
    ['null keys', forge([1, 'inferences', null, null])],
    ['an object', forge({ length: 4 })],
    ['no JSON', 'AAAA'],
    ['no base64', '💧'],
    ['nothing', ''],
  ])('refuses a cursor of %s', async (_name, cursor) => {
    for (const variables of [{ after: cursor }, { before: cursor }]) {
      const answer = await api.query(QUERY, variables);
      expect(
        answer.errors?.map((error) => error.extensions.code),
        answer.text,
      ).toEqual(['BAD_CURSOR']);
    }
  });

  it.each([{ first: 0 }, { first: -1 }, { first: 101 }, { last: 0 }, { last: 101 }, { first: 5, last: 5 }])(
    'refuses the page size %j',
    async (variables) => {
      const answer = await api.query(QUERY, variables);
      expect(answer.errors?.map((error) => error.extensions.code)).toEqual(['BAD_PAGE_SIZE']);
    },
  );
});

function forge(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

async function insertNewest(url: string, id: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO inference SELECT (jsonb_populate_record(i, jsonb_build_object('id', $1::text, 'block_number', $2::int))).*
     FROM inference i WHERE id = '1'`,
    [String(id), 10_000 + id],
  );
  await client.end();
}

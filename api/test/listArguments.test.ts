import { allLists } from '@tributary/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, hash } from './ledger.js';
import { fillNetworkLedger } from './networkLedger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(24);
  await fillNetworkLedger(api.database.url);
});
afterAll(() => api?.close());

async function ask(query: string, variables?: Record<string, unknown>) {
  const answer = await api.query(query, variables);
  expect(answer.errors, answer.text).toBeUndefined();
  return answer.data;
}

const INSIDE = /\bat .*\(|\.[jt]s:|node_modules|SELECT |FROM |severity|stacktrace|pg_/;
const QUERY = `query ($filter: InferenceFilter, $orderBy: InferenceOrder, $first: Int, $after: String, $before: String) {
  inferences(filter: $filter, orderBy: $orderBy, first: $first, after: $after, before: $before) {
    totalCount nodes { inferenceId } pageInfo { endCursor } } }`;
const HUGE = 'x'.repeat(60_000);

describe('arguments of a list', () => {
  it.each([
    ['an unknown field', { nothing: { eq: '1' } }, 'BAD_USER_INPUT'],
    ['a field of every object', { constructor: { eq: '1' } }, 'BAD_USER_INPUT'],
    ['an unknown operator', { modelId: { like: '1' } }, 'BAD_USER_INPUT'],
    ['a text instead of questions', { modelId: '1' }, 'BAD_USER_INPUT'],
    ['a number of another kind', { blockNumber: { eq: 1.5 } }, 'BAD_USER_INPUT'],
    ['a number that Postgres has no int for', { blockNumber: { eq: 2 ** 40 } }, 'BAD_USER_INPUT'],
    ['an amount with a point', { feeWei: { gt: '1.5' } }, 'BAD_USER_INPUT'],
    ['an amount of 79 digits', { feeWei: { gt: '9'.repeat(79) } }, 'BAD_USER_INPUT'],
    ['an amount in words', { feeWei: { gt: '1e18' } }, 'BAD_USER_INPUT'],
    ['an unsafe number', { feeWei: { gt: 2 ** 60 } }, 'BAD_USER_INPUT'],
    ['SQL', { feeWei: { gt: '1) OR (1=1' } }, 'BAD_USER_INPUT'],
    ['a moment that is none', { settledAt: { gt: 'yesterday' } }, 'BAD_USER_INPUT'],
    ['the 31st of February', { settledAt: { gt: '2026-13-31T00:00:00Z' } }, 'BAD_USER_INPUT'],
    ['the year 0', { settledAt: { gt: '0000-01-01T00:00:00Z' } }, 'BAD_USER_INPUT'],
    ['a short address', { payer: { eq: '0x1' } }, 'BAD_USER_INPUT'],
    ['a look-alike of an address', { payer: { eq: ALICE.replace('a', 'а') } }, 'BAD_USER_INPUT'],
    ['a verdict that is none', { verdict: { eq: 'FINE' } }, 'BAD_USER_INPUT'],
    ['an operator that the kind does not have', { verdict: { gt: 'MATCHED' } }, 'BAD_USER_INPUT'],
    ['NUL', { modelId: { eq: 'a\0b' } }, 'BAD_TEXT'],
    ['half a character', { modelId: { eq: '\ud800' } }, null],
    ['an id of another kind of text', { modelId: { eq: "'; DROP TABLE model; --" } }, null],
    ['much text', { modelId: { eq: HUGE } }, 'BAD_FILTER'],
    ['many values', { modelId: { in: Array.from({ length: 101 }, String) } }, 'BAD_FILTER'],
    ['a field without index alone', { inputTokens: { gt: '1' } }, 'BAD_FILTER'],
    [
      'a field without index beside a range of one end',
      { inputTokens: { gt: '1' }, blockNumber: { gte: 1 } },
      'BAD_FILTER',
    ],
    ['an index that bounds it', { inputTokens: { gt: '1' }, modelId: { eq: '2' } }, null],
    ['nulls', { modelId: { eq: null }, verdict: null }, null],
    ['nothing', {}, null],
    ['null', null, null],
  ])('a filter of %s', async (_name, filter, code) => {
    const answer = await api.query(QUERY, { filter });
    expect(answer.errors?.map(({ extensions }) => extensions.code) ?? [null], answer.text).toEqual([code]);
    expect(answer.text).not.toMatch(INSIDE);
    expect(answer.text.length).toBeLessThan(130_000);
  });

  it.each([
    ['SLOWEST', 'BAD_USER_INPUT'],
    [1, 'BAD_USER_INPUT'],
    [HUGE, 'BAD_USER_INPUT'],
    [null, null],
  ])('the order %.20s', async (orderBy, code) => {
    const answer = await api.query(QUERY, { orderBy });
    expect(answer.errors?.map(({ extensions }) => extensions.code) ?? [null]).toEqual([code]);
  });

  it('refuse a cursor of another order, another filter, no filter, and one that was cut or grown', async () => {
    const endOf = async (variables: Record<string, unknown>) =>
      String((await ask(QUERY, { first: 3, ...variables })).inferences!.pageInfo!.endCursor);
    const filter = { modelId: { eq: '2' } };
    const plain = await endOf({});
    const filtered = await endOf({ filter });
    const largest = await endOf({ orderBy: 'LARGEST_FEE' });
    const refused: [string, Record<string, unknown>][] = [
      [plain, { filter }],
      [filtered, {}],
      [filtered, { filter: { modelId: { eq: '1' } } }],
      [largest, {}],
      [plain, { orderBy: 'OLDEST' }],
      [plain, { orderBy: 'LARGEST_FEE' }],
      [plain.slice(0, -3), {}],
      [plain.repeat(2), {}],
      [`${plain}${'A'.repeat(50_000)}`, {}],
      [`\0${plain}`, {}],
    ];
    for (const [cursor, variables] of refused) {
      for (const side of ['after', 'before']) {
        const answer = await api.query(QUERY, { ...variables, [side]: cursor });
        expect(
          answer.errors?.map(({ extensions }) => extensions.code),
          answer.text,
        ).toEqual(['BAD_CURSOR']);
      }
    }
    // The same filter otherwise written is the same list.
    await ask(QUERY, { after: filtered, filter: { payer: null, modelId: { in: null, eq: '2' } } });
  });

  it('say the same in short and in full, and refuse both', async () => {
    const { short, full, both } = await ask(`{
      short: inferences(verdict: UNPAID, verdicts: [UNDERPAID]) { totalCount nodes { inferenceId } }
      full: inferences(filter: { verdict: { in: [UNDERPAID, UNPAID] } }) { totalCount nodes { inferenceId } }
      both: datanets(name: "SOL") { nodes { datanetId } } }`);
    expect(short).toEqual(full);
    expect(Number(short!.totalCount)).toBeGreaterThan(2);
    expect(both!.nodes).toEqual([{ datanetId: '1' }]);
    const twice = await api.query('{ payouts(role: MODEL, filter: { role: { eq: STAKER } }) { totalCount } }');
    expect(twice.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_FILTER']);
  });

  it('take prefixes literally, whatever they look like, and ignore case as the database does', async () => {
    const found = async (prefix: string) =>
      (
        await ask(
          'query ($prefix: String) { datanets(filter: { name: { prefix: $prefix } }) { nodes { datanetId } } }',
          { prefix },
        )
      ).datanets!.nodes!.map(({ datanetId }) => datanetId);
    expect(await found('100%_\\<SCRIPT')).toEqual(['2']);
    for (const pattern of ['%', '_', '1__%', '.*', '100%%', '\\', 'Ѕolidity'])
      expect(await found(pattern), pattern).toEqual([]);
    expect(await found('')).toEqual(['2', '1']);
  });

  it('filter the lists of a parent too, each parent by itself', async () => {
    const { alice, bob } = await ask(
      `query ($alice: String!, $bob: String!) {
        alice: account(address: $alice) { payouts(filter: { blockNumber: { lte: 103 }, amountWei: { gt: 1 } }, orderBy: OLDEST) { totalCount nodes { recipient { address } evidence { blockNumber } } } }
        bob: account(address: $bob) { payouts(filter: { amountWei: { lt: "200000000000000000" } }) { nodes { inference { inferenceId } } } inferencesPaid(orderBy: OLDEST, first: 2) { nodes { inferenceId } } }
      }`,
      { alice: ALICE, bob: BOB },
    );
    expect(alice!.payouts!.nodes!.every((node) => String(node.recipient!.address) === ALICE)).toBe(true);
    expect(alice!.payouts!.nodes!.map((node) => Number(node.evidence!.blockNumber))).toEqual([
      100, 101, 101, 102, 103, 103,
    ]);
    expect(bob!.payouts!.nodes!.map((node) => node.inference!.inferenceId)).toEqual(['21', '14', '7']);
    expect(bob!.inferencesPaid!.nodes).toEqual([{ inferenceId: '1' }, { inferenceId: '2' }]);
  });
});

describe('everything is reached from everything', () => {
  it('finds a fact from its transaction, and the other way round', async () => {
    const { events, payouts } = await ask(
      `query ($hash: Hash!) {
        events(filter: { transactionHash: { eq: $hash } }) { nodes { name facts { __typename ... on Inference { inferenceId } } evidence { block { number } event { name } signerAccount { address } transaction { hash } } } }
        payouts(filter: { transactionHash: { eq: $hash } }) { totalCount }
      }`,
      { hash: hash('settle5') },
    );
    expect(events!.nodes).toEqual([
      {
        name: 'InferenceSettled',
        facts: [{ __typename: 'Inference', inferenceId: '5' }],
        evidence: {
          block: { number: 102 },
          event: { name: 'InferenceSettled' },
          signerAccount: { address: expect.any(String) },
          transaction: null,
        },
      },
    ]);
    expect(payouts).toEqual({ totalCount: 0 });
    const { search } = await ask(
      'query ($text: String!) { search(text: $text, kinds: [Transaction]) { matched result { ... on Transaction { hash deposits { totalCount } block { number } } } } }',
      { text: hash('tx1') },
    );
    expect(search).toEqual([
      { matched: 'transaction', result: { hash: hash('tx1'), deposits: { totalCount: 1 }, block: { number: 1_000 } } },
    ]);
  });

  it('finds every entry of every list again by its global id, and counts what it lists', async () => {
    const roots = allLists.filter(({ isRoot }) => isRoot);
    const seen = new Set<string>();
    for (const { name, node } of roots) {
      const { list } = await ask(
        `{ list: ${name}(first: 100) { totalCount totalCountIsEstimate nodes { id __typename } } }`,
      );
      expect(Number(list!.totalCount)).toBeGreaterThanOrEqual(list!.nodes!.length);
      for (const entry of list!.nodes!.slice(0, 2)) {
        expect(entry.__typename).toBe(node);
        expect((await ask('query ($id: ID!) { node(id: $id) { id __typename } }', { id: entry.id })).node).toEqual(
          entry,
        );
        seen.add(node);
      }
    }
    expect(seen.size).toBeGreaterThan(25);
  });

  it('gives the members of things their ids too', async () => {
    const { inference, proposal, model } = await ask(`{
      inference(inferenceId: "1") { attribution { id __typename datanetWeights { id __typename attribution { id } } }
        reconciliation { lines { id __typename reconciliation { id } } } gateway { address } block { number } }
      proposal(proposalId: "1") { calls { id __typename proposal { proposalId } } }
      model(modelId: "2") { trainingRuns { nodes { inputs { id __typename trainingRun { runId } } } } currentIndex { quality { id __typename index { id } } } }
    }`);
    const members = [
      inference!.attribution!,
      inference!.attribution!.datanetWeights![0]!,
      inference!.reconciliation!.lines![0]!,
      proposal!.calls![0]!,
      model!.trainingRuns!.nodes![0]!.inputs![0]!,
      model!.currentIndex!.quality!,
    ];
    for (const { id, __typename } of members) {
      const { node } = await ask('query ($id: ID!) { node(id: $id) { id __typename } }', { id });
      expect(node).toEqual({ id, __typename });
    }
  });
});

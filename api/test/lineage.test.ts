import { cidOf } from '@tributary/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, blockHash, CAROL, FEE_WEI, hash, SHORT_WEI, STRANGER, verdictOf } from './ledger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 60;
const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(COUNT);
});
afterAll(() => api?.close());

async function ask(query: string, variables?: Record<string, unknown>) {
  const answer = await api.query(query, variables);
  expect(answer.errors, answer.text).toBeUndefined();
  return answer.data;
}

describe('lineage', () => {
  it('says how far to trust an index, of what the chain names now', async () => {
    const { model } = await ask(`{ model(modelId: "2") { indexes(first: 5) { nodes { evidence { logIndex } quality {
      rowsSampled rowsConfirmed answersAsked answersAttributed rightContributionBps contributionCount unrelatedAsked unrelatedAttributed
      reason engineVersion elapsedMs retryAt measuredAt } } } } }`);
    expect(model?.indexes?.nodes).toEqual([
      {
        evidence: { logIndex: 4 },
        quality: {
          ...{ rowsSampled: 24, rowsConfirmed: 23, answersAsked: 24, answersAttributed: 19 },
          ...{
            rightContributionBps: 6_199,
            contributionCount: 30,
            unrelatedAsked: 12,
            unrelatedAttributed: 1,
            reason: null,
          },
          ...{ engineVersion: '0.1.0', elapsedMs: 12, retryAt: null, measuredAt: '2026-01-01T00:00:08.000Z' },
        },
      },
      { evidence: { logIndex: 3 }, quality: null },
    ]);
  });

  it('walks from an answer to its data and its money', async () => {
    const { inference } = await ask(`{ inference(inferenceId: "7") {
      inferenceId verdict feeWei paidWei settledAt transcriptDigest { hex cid }
      evidence { blockNumber blockHash timestamp logIndex signer }
      model { name kind baseModel { name } currentIndex { id evidence { logIndex } } currentFeePolicy { modelBps }
        trainingRuns { nodes { inputs { position claimedDatanetId claimedVersion datanet { name } datanetVersion { version } } } } }
      payer { address } feePolicy { platformFeeWei } attributionIndex { method dimension }
      attribution { method unattributed datanetWeights { weight datanet { name } } evidence { logIndex } }
      payouts { totalCount nodes { role amountWei recipient { address } contribution { contributionId license } } }
      reconciliation { verdict stale queryCosine evidence evidenceDigest { hex } decidedAt retryAt
        shares(first: 1) { shareBps rows contribution { contributor { address } } }
        lines { position role expectedWei paidWei differenceWei recipient { address firstSeenBlockNumber } contribution { contributionId } } }
    } }`);
    expect(inference).toMatchObject({
      verdict: 'UNDERPAID',
      feeWei: FEE_WEI.toString(),
      paidWei: (FEE_WEI - SHORT_WEI).toString(),
      transcriptDigest: { hex: hash('t7'), cid: cidOf(hash('t7')) },
      evidence: { blockNumber: 103, blockHash: blockHash(103), logIndex: 10, signer: CAROL },
      model: {
        name: 'River adapter',
        baseModel: { name: 'River base' },
        currentIndex: { evidence: { logIndex: 4 } },
        trainingRuns: {
          nodes: [
            {
              inputs: [
                { position: 0, datanet: { name: 'Solidity answers' }, datanetVersion: { version: '1' } },
                { position: 1, claimedDatanetId: '77', claimedVersion: '3', datanet: null, datanetVersion: null },
              ],
            },
          ],
        },
      },
      attribution: {
        unattributed: true,
        datanetWeights: [{ weight: '12345678901234567890' }],
        evidence: { logIndex: 11 },
      },
      reconciliation: {
        queryCosine: 0.9999995,
        evidence: { k: 7 },
        retryAt: null,
        shares: [{ shareBps: 6_000, contribution: { contributor: { address: ALICE } } }],
      },
    });
    expect(inference?.evidence?.timestamp).toBe(inference?.settledAt);
    expect(inference?.payouts?.totalCount).toBe(5);
    expect(inference?.reconciliation?.lines?.[4]).toEqual({
      position: 4,
      role: 'CONTRIBUTOR',
      expectedWei: '200000000000000000',
      paidWei: '150000000000000000',
      differenceWei: '-50000000000000000',
      recipient: { address: BOB, firstSeenBlockNumber: 1 },
      contribution: { contributionId: '2' },
    });
  });

  it('walks from data to answers and models', async () => {
    const { datanet, contribution } = await ask(`{
      datanet(datanetId: "1") { contributionCount acceptedContributionCount rowCount owner { address } metadataDigest { hex }
        contributions(status: REJECTED) { totalCount nodes { contributionId status } } versions { nodes { version } }
        models { nodes { name datanets { nodes { datanetId } } } } trainingRuns { totalCount } }
      contribution(contributionId: "2") { status license earnedWei shapedInferenceCount reviewer { address }
        shapedInferences(first: 2) { totalCount nodes { shareBps inference { inferenceId } } } payouts(first: 1) { nodes { inference { inferenceId } } } }
    }`);
    expect(datanet).toMatchObject({
      contributionCount: 4,
      acceptedContributionCount: 2,
      rowCount: '20',
      contributions: { totalCount: 1, nodes: [{ contributionId: '3', status: 'REJECTED' }] },
      models: { nodes: [{ name: 'River adapter', datanets: { nodes: [{ datanetId: '1' }] } }] },
      trainingRuns: { totalCount: 1 },
    });
    const paid = numbers.filter((k) => k % 5 !== 0 || k % 7 === 0);
    const shaped = numbers.filter((k) => k % 11 !== 0 && k % 13 !== 0);
    const earnedWei = paid.reduce((sum, k) => sum + 200_000_000_000_000_000n - (k % 7 === 0 ? SHORT_WEI : 0n), 0n);
    expect(contribution).toMatchObject({
      status: 'ACCEPTED',
      earnedWei: earnedWei.toString(),
      reviewer: { address: CAROL },
      shapedInferenceCount: shaped.length,
      shapedInferences: {
        totalCount: shaped.length,
        nodes: [{ inference: { inferenceId: '60' } }, { inference: { inferenceId: '59' } }],
      },
    });
  });

  it('says PENDING where there is no current reconciliation, and filters and counts alike', async () => {
    const { inferences, network, model } = await ask(`{
      inferences(first: 100) { totalCount nodes { inferenceId verdict reconciliation { stale } } }
      network { inferenceCount feesWei verdictCounts { verdict count } settledToVerdictMsP50 settledToVerdictMsP95 indexedBlockNumber indexedBlockHash chainId }
      model(modelId: "2") { inferenceCount verdictCounts { verdict count } }
    }`);
    const said = inferences?.nodes?.map((node) => [node.inferenceId, node.verdict]);
    expect(said).toEqual(numbers.toReversed().map((k) => [String(k), verdictOf(k)]));
    const stale = inferences?.nodes
      ?.filter((node) => node.reconciliation?.stale)
      .map((node) => Number(node.inferenceId));
    expect(stale).toEqual(numbers.toReversed().filter((k) => k % 11 !== 0 && (k % 13 === 0 || k % 17 === 0)));

    const counts = Map.groupBy(numbers, verdictOf);
    for (const [verdict, members] of counts) {
      const filtered = await ask(
        `query ($verdict: Verdict) { inferences(verdict: $verdict, first: 100) { totalCount nodes { inferenceId } } }`,
        { verdict },
      );
      expect(filtered.inferences?.nodes?.map((node) => Number(node.inferenceId))).toEqual(members.toReversed());
      expect(filtered.inferences?.totalCount).toBe(members.length);
    }
    const expected = [...counts].map(([verdict, members]) => ({ verdict, count: members.length }));
    expect(network?.verdictCounts).toHaveLength(expected.length);
    expect(network?.verdictCounts).toEqual(expect.arrayContaining(expected));
    expect(model?.verdictCounts).toEqual(network?.verdictCounts);
    expect(network).toMatchObject({
      chainId: 31_337,
      inferenceCount: COUNT,
      feesWei: (FEE_WEI * BigInt(COUNT)).toString(),
      settledToVerdictMsP50: 1_500,
      settledToVerdictMsP95: 1_500,
      indexedBlockNumber: 130,
      indexedBlockHash: blockHash(130),
    });
  });

  it('adds up accounts', async () => {
    const { bob, stranger, alice } = await ask(
      `query ($bob: String!, $stranger: String!, $alice: String!) {
        bob: account(address: $bob) { earnedWei expectedWei owedWei contributions { totalCount } payouts(role: MODEL) { totalCount } inferencesPaid { totalCount } }
        alice: account(address: $alice) { earnedWei claimedWei claimableWei datanets { totalCount } }
        stranger: account(address: $stranger) { address }
      }`,
      { bob: BOB.toUpperCase().replace('0X', '0x'), stranger: STRANGER, alice: ALICE },
    );
    const current = numbers.filter((k) => k % 11 !== 0 && k % 13 !== 0 && k % 17 !== 0);
    const owed = current.reduce(
      (sum, k) => sum + (k % 7 === 0 ? SHORT_WEI : k % 5 === 0 ? 200_000_000_000_000_000n : 0n),
      0n,
    );
    expect(bob).toMatchObject({
      expectedWei: (200_000_000_000_000_000n * BigInt(current.length)).toString(),
      owedWei: owed.toString(),
      contributions: { totalCount: 2 },
      payouts: { totalCount: 0 },
      inferencesPaid: { totalCount: COUNT },
    });
    expect(BigInt(String(alice?.earnedWei)) - BigInt(String(alice?.claimableWei))).toBe(7n);
    expect(stranger).toBeNull();
  });

  it('finds nodes again by their global id, and nothing by a forged one', async () => {
    const { inferences, payouts } = await ask(
      '{ inferences(first: 1) { nodes { id } } payouts(first: 1) { nodes { id } } }',
    );
    const found = await ask(
      'query ($a: ID!, $b: ID!, $c: ID!) { a: node(id: $a) { __typename id ... on Inference { inferenceId } } b: node(id: $b) { __typename } c: node(id: $c) { id } }',
      {
        a: inferences?.nodes?.[0]?.id,
        b: payouts?.nodes?.[0]?.id,
        c: Buffer.from('Inference:999').toString('base64url'),
      },
    );
    expect(found).toEqual({
      a: { __typename: 'Inference', id: inferences?.nodes?.[0]?.id, inferenceId: '60' },
      b: { __typename: 'Payout' },
      c: null,
    });
    const forged = [
      '',
      'x',
      'constructor:1',
      Buffer.from('__proto__:1').toString('base64url'),
      Buffer.from('Query:1').toString('base64url'),
    ];
    for (const id of forged) expect((await ask('query ($id: ID!) { node(id: $id) { id } }', { id })).node).toBeNull();
  });

  it('filters lists of data', async () => {
    const data = await ask(`{
      prefix: datanets(name: "soLID") { nodes { name } }
      literal: datanets(name: "100%_\\\\") { nodes { name } }
      percent: datanets(name: "%") { totalCount }
      licence: contributions(license: "Apache-2.0") { nodes { contributionId } }
      adapters: models(kind: ADAPTER) { nodes { modelId } }
      wrong: reconciliations(verdicts: [UNDERPAID, UNPAID], first: 3) { nodes { verdict inference { inferenceId } } }
      block(number: 103) { hash events { nodes { args evidence { blockHash } } } }
      byHash: block(hash: "${blockHash(103)}") { number }
      contradiction: block(number: 104, hash: "${blockHash(103)}") { number }
      unknown: inference(inferenceId: "abc") { id }
    }`);
    expect(data).toMatchObject({
      prefix: { nodes: [{ name: 'Solidity answers' }] },
      literal: { nodes: [{ name: '100%_\\<script>' }] },
      percent: { totalCount: 0 },
      licence: { nodes: [{ contributionId: '2' }] },
      adapters: { nodes: [{ modelId: '2' }] },
      wrong: {
        nodes: [
          { inference: { inferenceId: '60' } },
          { inference: { inferenceId: '56' } },
          { inference: { inferenceId: '50' } },
        ],
      },
      block: { events: { nodes: [{ args: { inferenceId: '7' } }, { args: { inferenceId: '6' } }] } },
      byHash: { number: 103 },
      contradiction: null,
      unknown: null,
    });
  });
});

describe('search', () => {
  const found = async (text: string) => {
    const data = await ask(
      `query ($text: String!) { search(text: $text) { matched result { __typename ... on Node { id }
        ... on Inference { inferenceId } ... on Contribution { contributionId } ... on Model { modelId } ... on Datanet { datanetId }
        ... on TrainingRun { runId } ... on Block { number } ... on Account { address } } } }`,
      { text },
    );
    return data.search?.map(({ matched, result }) => {
      const { __typename, id: _id, ...own } = result as unknown as Record<string, unknown>;
      return `${matched as unknown as string} ${__typename as string} ${String(Object.values(own)[0])}`;
    });
  };

  it.each([
    ['2', ['id Inference 2', 'id Contribution 2', 'id Model 2', 'id Datanet 2', 'id Block 2']],
    ['#3', ['id Inference 3', 'id Contribution 3', 'id Block 3']],
    ['inference 12', ['id Inference 12']],
    [ALICE.toUpperCase().replace('0X', '0x'), [`address Account ${ALICE}`]],
    [hash('content4'), ['digest Contribution 4']],
    [cidOf(hash('t9')), ['digest Inference 9']],
    [hash('card'), ['digest Model 1', 'digest Model 2']],
    [blockHash(101), ['hash Block 101']],
    [hash('settle5'), ['transaction Inference 5']],
    ['river', ['name Model 1', 'name Model 2']],
    ['SOLID', ['name Datanet 1']],
    ['100%_\\', ['name Datanet 2']],
    ['%', []],
    ["'; DROP TABLE model; --", []],
    ['nul\0byte', []],
    ['\ud800', []],
    ['', []],
  ])('%j', async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });
});

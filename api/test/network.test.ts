import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, CAROL, hash } from './ledger.js';
import { fillNetworkLedger, GOVERNOR, MAX_UINT256, PROPOSALS, UID } from './networkLedger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(2);
  await fillNetworkLedger(api.database.url);
});
afterAll(() => api?.close());

async function ask(query: string, variables?: Record<string, unknown>) {
  const answer = await api.query(query, variables);
  expect(answer.errors, answer.text).toBeUndefined();
  return answer.data;
}

const max = MAX_UINT256.toString();

describe('governance', () => {
  it('says where each proposal stands, by votes, quorum, timelock and the time of the chain', async () => {
    const { proposals } = await ask('{ proposals(first: 100) { totalCount nodes { proposalId state } } }');
    expect(proposals!.nodes!.toReversed()).toEqual(PROPOSALS.map(({ id, state }) => ({ proposalId: id, state })));
  });

  it('shows a proposal with its calls and votes, and the quorum of the time when the vote began', async () => {
    const { proposal, pending, unknown, nothing } = await ask(`{
      proposal(proposalId: "1") { description quorumWei forVotesWei againstVotesWei proposer { address } evidence { logIndex } finality
        calls { position target contract functionName args valueWei } votes { nodes { support weightWei reason isCounted voter { address } } } }
      pending: proposal(proposalId: "2") { quorumWei } unknown: proposal(proposalId: "12") { quorumWei } nothing: proposal(proposalId: "404") { state }
    }`);
    expect(proposal).toEqual({
      ...{ description: '# 1', quorumWei: '25000000000000000000', forVotesWei: '30000000000000000000' },
      ...{ againstVotesWei: '1', proposer: { address: CAROL }, evidence: { logIndex: 10 }, finality: null },
      calls: [
        {
          ...{ position: 0, target: GOVERNOR, contract: 'ModelRegistry', functionName: 'setFeePolicy' },
          ...{ args: { modelId: '2' }, valueWei: '0' },
        },
        { position: 1, target: ALICE, contract: null, functionName: null, args: null, valueWei: max },
      ],
      votes: {
        nodes: [
          {
            ...{ support: 'FOR', weightWei: '30000000000000000000', reason: '<b>yes</b>', isCounted: true },
            voter: { address: BOB },
          },
        ],
      },
    });
    expect([pending, unknown, nothing]).toEqual([{ quorumWei: null }, { quorumWei: null }, null]);
  });

  it('asks for the states of a page in one statement', async () => {
    api.statements.length = 0;
    await ask('{ proposals(first: 100) { nodes { state quorumWei } } }');
    expect(api.statements).toHaveLength(2);
  });

  it('keeps settings, and calls that the timelock holds back', async () => {
    const { quorum, timelock, timelockCalls } = await ask(`{
      quorum: governorSettings(name: QUORUM_NUMERATOR) { nodes { oldValue newValue newAddress } }
      timelock: governorSettings(name: TIMELOCK) { nodes { newValue newAddress } }
      timelockCalls(first: 1) { totalCount nodes { operationId proposal { proposalId state } readyAtSeconds executedBlockNumber } }
    }`);
    expect(quorum!.nodes).toEqual([
      { oldValue: '25', newValue: '99', newAddress: null },
      { oldValue: '0', newValue: '25', newAddress: null },
    ]);
    expect(timelock!.nodes).toEqual([{ newValue: null, newAddress: GOVERNOR }]);
    expect(timelockCalls).toEqual({
      totalCount: 5,
      nodes: [
        {
          ...{ operationId: hash('op9'), proposal: { proposalId: '9', state: 'QUEUED' } },
          ...{ readyAtSeconds: '400', executedBlockNumber: null },
        },
      ],
    });
  });
});

describe('the economy', () => {
  it('finds a transaction by its hash, the newest first, with what it made and cost', async () => {
    const { transactions, market, deposits } = await ask(
      `query ($hash: String!) {
        transactions(hash: $hash) { nodes { transactionIndex to contract functionName gasUsed feeWei finality from { address } events(first: 1) { totalCount } } }
        market: transactions(contract: "InferenceMarket", functionName: "settle") { totalCount }
        deposits { nodes { mintWei succeeded to { address } from { address } finality } }
      }`,
      { hash: hash('tx0') },
    );
    expect(transactions!.nodes).toEqual([
      {
        ...{ transactionIndex: 2, to: null, contract: null, functionName: null, gasUsed: null, feeWei: null },
        ...{ finality: null, from: { address: ALICE }, events: { totalCount: 1 } },
      },
      {
        ...{ transactionIndex: 0, to: GOVERNOR, contract: 'InferenceMarket', functionName: 'settle' },
        ...{ gasUsed: '21000', feeWei: '21000000000000000000', finality: null },
        ...{ from: { address: ALICE }, events: { totalCount: 1 } },
      },
    ]);
    expect(market).toEqual({ totalCount: 1 });
    expect(deposits!.nodes).toEqual([
      { mintWei: max, succeeded: false, to: null, from: { address: ALICE }, finality: null },
    ]);
  });

  it('pages transactions by their place', async () => {
    const ids: unknown[] = [];
    let after: unknown = null;
    for (let page = 0; page < 5; page++) {
      const { transactions } = await ask(
        'query ($after: String) { transactions(first: 1, after: $after) { nodes { transactionIndex } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
      ids.push(...transactions!.nodes!.map((node) => node.transactionIndex));
      if (!transactions!.pageInfo!.hasNextPage) break;
      after = transactions!.pageInfo!.endCursor;
    }
    expect(ids).toEqual([2, 1, 0]);
  });

  it('gives an account what it holds, sent, staked, proposed and voted', async () => {
    const { alice, bob } = await ask(
      `query ($alice: String!, $bob: String!) {
        alice: account(address: $alice) { gOpenWei votesWei delegate { address } transactions { totalCount } deposits { totalCount }
          gOpenTransfers { nodes { kind } } stakes { nodes { stakingId principalWei returnedWei events { nodes { kind amountWei } } } } }
        bob: account(address: $bob) { gOpenWei delegate { address } votes { nodes { proposal { proposalId } claimedProposalId } }
          withdrawals { nodes { valueWei data nonce } } attestations { totalCount } gOpenTransfers { totalCount } }
      }`,
      { alice: ALICE, bob: BOB },
    );
    expect(alice).toEqual({
      ...{ gOpenWei: '70000000000000000000', votesWei: '0', delegate: { address: BOB } },
      ...{ transactions: { totalCount: 3 }, deposits: { totalCount: 1 } },
      gOpenTransfers: { nodes: [{ kind: 'TRANSFER' }, { kind: 'WRAP' }] },
      stakes: {
        nodes: [
          {
            ...{ stakingId: '0', principalWei: '5000000000000000000', returnedWei: '6000000000000000000' },
            events: { nodes: [{ kind: 'STAKED', amountWei: '5000000000000000000' }] },
          },
        ],
      },
    });
    expect(bob).toMatchObject({
      ...{ gOpenWei: '0', delegate: null, attestations: { totalCount: 3 }, gOpenTransfers: { totalCount: 2 } },
      votes: {
        nodes: [
          { proposal: null, claimedProposalId: '404' },
          { proposal: { proposalId: '1' }, claimedProposalId: '1' },
        ],
      },
    });
    expect(bob!.withdrawals!.nodes![0]).toMatchObject({ valueWei: max, nonce: ((1n << 240n) + 7n).toString() });
    expect(String(bob!.withdrawals!.nodes![0]!.data)).toHaveLength(200_002);
  });
});

describe('compute and attestations', () => {
  it('ties jobs to machines, runs and models, and keeps those of nobody', async () => {
    const { computeNode, computeJobs, model, trainingRun } = await ask(`{
      computeNode(nodeId: "1") { network gpu operator { address } jobs { totalCount } }
      computeJobs { nodes { jobId kind claimedSubjectId gpuSeconds node { nodeId } model { modelId } trainingRun { runId } } }
      model(modelId: "2") { feePolicyController { address } computeJobs { nodes { jobId } } attestations { nodes { uid } } }
      trainingRun(runId: "1") { computeJobs { nodes { jobId } } }
    }`);
    expect(computeNode).toEqual({
      ...{ network: 'io.net', gpu: '<img src=x>', operator: { address: CAROL }, jobs: { totalCount: 2 } },
    });
    const gpuSeconds = (2n ** 64n - 1n).toString();
    const node = { nodeId: '1' };
    expect(computeJobs!.nodes).toEqual([
      { jobId: '3', kind: 'UNKNOWN', claimedSubjectId: '404', gpuSeconds, node: null, model: null, trainingRun: null },
      {
        jobId: '2',
        kind: 'SERVE',
        claimedSubjectId: '2',
        gpuSeconds,
        node,
        model: { modelId: '2' },
        trainingRun: null,
      },
      { jobId: '1', kind: 'TRAIN', claimedSubjectId: '1', gpuSeconds, node, model: null, trainingRun: { runId: '1' } },
    ]);
    expect(model).toEqual({
      feePolicyController: { address: CAROL },
      ...{ computeJobs: { nodes: [{ jobId: '2' }] }, attestations: { nodes: [{ uid: UID }] } },
    });
    expect(trainingRun).toEqual({ computeJobs: { nodes: [{ jobId: '1' }] } });
  });

  it('shows what is attested of models and datasets, and what cannot be read', async () => {
    const { attestation, attestations, datanet } = await ask(
      `query ($uid: String!) {
        attestation(uid: $uid) { fields schema { schema registerer { address } attestations { totalCount } } attester { address } model { name } revokedBlockNumber }
        attestations(first: 1) { totalCount nodes { schema { uid } claimedSchemaUid fields problem data } }
        datanet(datanetId: "1") { attestations { nodes { datanetVersion { version } } } }
      }`,
      { uid: UID.toUpperCase().replace('0X', '0x') },
    );
    expect(attestation).toEqual({
      fields: [{ name: 'modelId', type: 'uint256', value: '2' }],
      schema: { schema: 'uint256 modelId', registerer: { address: CAROL }, attestations: { totalCount: 2 } },
      ...{ attester: { address: BOB }, model: { name: 'River adapter' }, revokedBlockNumber: null },
    });
    expect(attestations).toEqual({
      totalCount: 3,
      nodes: [
        { schema: null, claimedSchemaUid: hash('schema'), fields: null, problem: 'no such schema', data: '0x00' },
      ],
    });
    expect(datanet).toEqual({ attestations: { nodes: [{ datanetVersion: { version: '1' } }] } });
  });

  it('finds everything again by its global id', async () => {
    const lists = [
      ...['transactions', 'deposits', 'withdrawals', 'gOpenTransfers', 'stakes', 'stakingConfigs', 'proposals'],
      ...['governorSettings', 'timelockCalls', 'computeNodes', 'computeJobs', 'attestations', 'attestationSchemas'],
    ];
    const data = await ask(`{ ${lists.map((list) => `${list}(first: 1) { nodes { id __typename } }`).join(' ')} }`);
    for (const list of lists) {
      const node = data[list]!.nodes![0]!;
      expect((await ask('query ($id: ID!) { node(id: $id) { id __typename } }', { id: node.id })).node, list).toEqual(
        node,
      );
    }
  });
});

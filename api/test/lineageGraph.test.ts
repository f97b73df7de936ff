import { createPool, type Pool } from '@tributary/db';
import { isObjectType } from 'graphql/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../src/buildApiSchema.js';
import { LineageEdgeKind } from '../src/lineage/LineageEnums.js';
import { listFieldOf } from '../src/lineage/listFieldOf.js';
import { encodeNodeId, type NodeKind } from '../src/nodeId.js';
import { ALICE, BOB, blockHash, blockOf, CAROL, FEE_WEI, hash } from './ledger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 30;
const HEAD = blockOf(COUNT);
let api: TestApi;
let pool: Pool;
beforeAll(async () => {
  api = await startTestApi(COUNT);
  pool = createPool(api.database.url, { max: 1 });
});
afterAll(async () => {
  await pool?.end();
  await api?.close();
});

async function ask(query: string, variables?: Record<string, unknown>) {
  const answer = await api.query(query, variables);
  expect(answer.errors, answer.text).toBeUndefined();
  return answer.data;
}
async function codeOf(query: string, variables?: Record<string, unknown>): Promise<string | undefined> {
  const answer = await api.query(query, variables);
  expect(answer.errors).toHaveLength(1);
  return answer.errors?.[0]?.extensions.code;
}
const idOf = (kind: NodeKind, key: string) => encodeNodeId(kind, key);

const LINEAGE = `query ($id: ID!, $direction: LineageDirection, $depth: Int, $limit: Int, $width: Int, $asOfBlock: Int) {
  lineage(id: $id, direction: $direction, depth: $depth, limit: $limit, width: $width, asOfBlock: $asOfBlock) {
    answeredAt { blockNumber blockHash stateBlockNumber stateBlockHash isFinal } isTruncated
    nodes { id kind depth direction
      node { __typename id ... on Contribution { status contributionId } ... on Payout { role } }
      moreUpstream { kind count isExact list } moreDownstream { kind count isExact list } }
    edges { from to kind digest evidence { transactionHash blockNumber logIndex signer blockHash finality } }
    cut { node direction kind count isExact list } } }`;

describe('lineage', () => {
  it('leads from a payout to the data and those who gave it, with the evidence of each step', async () => {
    const { lineage } = await ask(LINEAGE, { id: idOf('Payout', 'p4-3'), direction: 'UPSTREAM', depth: 5 });
    const steps = lineage!.edges!.map((edge) => `${edge.from} ${edge.kind} ${edge.to}`);
    for (const [from, kind, to] of [
      [idOf('Inference', '4'), 'PAID_OUT', idOf('Payout', 'p4-3')],
      [idOf('Contribution', '1'), 'EARNED', idOf('Payout', 'p4-3')],
      [idOf('Model', '2'), 'ANSWERED', idOf('Inference', '4')],
      [idOf('AttributionIndex', 'ix2'), 'IN_FORCE_FOR', idOf('Inference', '4')],
      [idOf('Contribution', '2'), 'SHAPED', idOf('Inference', '4')],
      [idOf('Account', BOB), 'PAID_FOR', idOf('Inference', '4')],
      [idOf('TrainingRun', '1'), 'PRODUCED', idOf('Model', '2')],
      [idOf('Model', '1'), 'BASE_OF', idOf('Model', '2')],
      [idOf('DatanetVersion', '1-1'), 'USED_BY', idOf('TrainingRun', '1')],
      [idOf('Contribution', '1'), 'INCLUDED_IN', idOf('DatanetVersion', '1-1')],
    ])
      expect(steps).toContain(`${from} ${kind} ${to}`);
    // Rejected, withdrawn before, and never reviewed: not what the version holds.
    for (const id of ['3', '4', '5'])
      expect(lineage!.nodes!.map((node) => node.id)).not.toContain(idOf('Contribution', id));
    expect(lineage!.edges!.find((edge) => String(edge.kind) === 'ANSWERED')).toEqual({
      ...{ from: idOf('Model', '2'), to: idOf('Inference', '4'), kind: 'ANSWERED', digest: hash('t4') },
      evidence: {
        ...{ transactionHash: hash('settle4'), blockNumber: blockOf(4), logIndex: 0, signer: CAROL },
        ...{ blockHash: blockHash(blockOf(4)), finality: null },
      },
    });
    expect(lineage!.answeredAt).toEqual({
      ...{ blockNumber: HEAD, blockHash: blockHash(HEAD), stateBlockNumber: HEAD, stateBlockHash: blockHash(HEAD) },
      isFinal: false,
    });
    for (const node of lineage!.nodes!) expect([node.node!.__typename, node.node!.id]).toEqual([node.kind, node.id]);
  });

  it('counts what it leaves out, and names the list that has it', async () => {
    const id = idOf('Model', '2');
    const { lineage } = await ask(LINEAGE, { id, direction: 'DOWNSTREAM', depth: 1, width: 5 });
    expect(lineage!.isTruncated).toBe(true);
    expect(lineage!.nodes).toHaveLength(1 + 2 + 5);
    const answered = { kind: 'ANSWERED', count: COUNT - 5, isExact: true, list: 'Model.inferences' };
    expect(lineage!.nodes![0]!.moreDownstream).toEqual([answered]);
    expect(lineage!.nodes![0]!.moreUpstream).toEqual([
      { kind: 'REGISTERED', count: 1, isExact: true, list: null },
      { kind: 'PRODUCED', count: 1, isExact: true, list: 'Model.trainingRuns' },
      { kind: 'BASE_OF', count: 1, isExact: true, list: null },
    ]);
    expect(lineage!.cut).toContainEqual({ node: id, direction: 'DOWNSTREAM', ...answered });
    expect(lineage!.cut!.every((cut) => String(cut.direction) === 'DOWNSTREAM')).toBe(true);
  });

  it('names lists that are there', async () => {
    const schema = await buildApiSchema();
    const names = Object.values(LineageEdgeKind).flatMap((name) => [
      listFieldOf(name, 'UPSTREAM'),
      listFieldOf(name, 'DOWNSTREAM'),
    ]);
    const lists = names.filter((name) => name !== null);
    expect(lists.length).toBeGreaterThan(10);
    for (const name of lists) {
      const [typeName = '', field = ''] = name.split('.');
      const type = schema.getType(typeName);
      expect(isObjectType(type) && Object.keys(type.getFields()), name).toContain(field);
    }
  });

  it('stops at accounts and datanets', async () => {
    const { lineage } = await ask(LINEAGE.replace(/moreUpstream.*/, '}'), {
      id: idOf('Contribution', '1'),
      direction: 'DOWNSTREAM',
      depth: 10,
      limit: 400,
      width: 200,
    });
    const froms = lineage!.edges!.map((edge) => String(edge.from));
    expect(froms).not.toContain(idOf('Datanet', '1'));
    expect(froms.some((id) => Buffer.from(id, 'base64url').toString().startsWith('Account:'))).toBe(false);
    expect(lineage!.nodes!.map((node) => node.id)).toContain(idOf('Account', ALICE));
  });

  it('shows things as they were then', async () => {
    const statusAt = async (asOfBlock: number) => {
      const { lineage } = await ask(LINEAGE, { id: idOf('Contribution', '4'), asOfBlock });
      return lineage!.nodes![0]!.node!.status;
    };
    expect(await statusAt(2)).toBe('ACCEPTED');
    expect(await statusAt(3)).toBe('WITHDRAWN');
    expect(await ask(LINEAGE, { id: idOf('Contribution', '4'), asOfBlock: 1 })).toEqual({ lineage: null });
    expect(await ask(LINEAGE, { id: idOf('Inference', '404') })).toEqual({ lineage: null });
  });

  it('costs a statement a step and direction, and nothing for what is not asked', async () => {
    api.statements.length = 0;
    await ask(`query ($id: ID!) { lineage(id: $id, depth: 3) { nodes { id } edges { kind } } }`, {
      id: idOf('Model', '2'),
    });
    // The block before and after, the start, and three steps in two directions.
    expect(api.statements.length).toBeLessThanOrEqual(3 + 6);
  });
});

describe('paths', () => {
  const PATHS = `query ($from: ID!, $to: ID!, $maxLength: Int, $limit: Int) {
    paths(from: $from, to: $to, maxLength: $maxLength, limit: $limit) { length direction hasMore isExhaustive
      answeredAt { blockNumber } paths { nodes { id depth node { id } } edges { kind evidence { blockNumber } } } } }`;

  it('leads from a contribution to the wei it earned, either way', async () => {
    const ends = { from: idOf('DatanetVersion', '1-1'), to: idOf('Payout', 'p4-1') };
    const { paths } = await ask(PATHS, ends);
    expect(paths).toMatchObject({ length: 4, direction: 'DOWNSTREAM', hasMore: false, isExhaustive: true });
    expect(paths!.paths!.map((path) => path.edges!.map((edge) => edge.kind))).toEqual([
      ['USED_BY', 'PRODUCED', 'ANSWERED', 'PAID_OUT'],
    ]);
    expect(paths!.paths![0]!.nodes!.map((node) => node.id)).toEqual(
      [
        ['DatanetVersion', '1-1'],
        ['TrainingRun', '1'],
        ['Model', '2'],
        ['Inference', '4'],
        ['Payout', 'p4-1'],
      ].map(([kind, key]) => idOf(kind as NodeKind, key!)),
    );
    const back = await ask(PATHS, { from: ends.to, to: ends.from });
    expect(back.paths).toEqual({ ...paths, direction: 'UPSTREAM' });
  });

  it('finds none through an account, and one of no length to itself', async () => {
    const { paths } = await ask(PATHS, { from: idOf('Contribution', '3'), to: idOf('Inference', '4') });
    expect(paths).toMatchObject({ length: null, direction: null, paths: [], isExhaustive: true });
    const self = await ask(PATHS, { from: idOf('Model', '2'), to: idOf('Model', '2') });
    expect(self.paths).toMatchObject({ length: 0, paths: [{ nodes: [{ id: idOf('Model', '2') }], edges: [] }] });
    const short = await ask(PATHS, { from: idOf('DatanetVersion', '1-1'), to: idOf('Payout', 'p4-1'), maxLength: 3 });
    expect(short.paths).toMatchObject({ length: null, isExhaustive: true });
  });
});

describe('impact', () => {
  const IMPACT = `query ($contributionId: String, $datanetId: String, $asOfBlock: Int) {
    impact(contributionId: $contributionId, datanetId: $datanetId, asOfBlock: $asOfBlock) {
      answeredAt { blockNumber } counts { contributionCount contributorCount indexCount modelOwnerCount }
      versionCount versions { version } trainingRunCount trainingRuns { runId } trainedModelCount trainedModels { modelId }
      derivedModelCount derivedModels { modelId } indexes(first: 1) { id } answers { inferenceCount feesWei payerCount }
      inferences(first: 2) { inferenceId } shapedInferenceCount
      payouts { payoutCount paidWei paidInferenceCount recipientCount } newestPayouts(first: 1) { amountWei }
      recipients { account { address } payoutCount paidWei } } }`;

  it('follows a contribution to every model, answer and wei', async () => {
    await pool.query(`INSERT INTO model (id, owner_id, base_model_id, kind, name, artifact_uri, artifact_digest, card_digest,
      block_number, log_index, transaction_hash, signer) SELECT '3', owner_id, '2', 'ADAPTER', 'x', artifact_uri, '0x3', '0x3', 100, 99, '0x', signer
      FROM model WHERE id = '2'`);
    const { impact } = await ask(IMPACT, { contributionId: '1' });
    const { rows } = await pool.query(
      `SELECT count(*) AS count, sum(amount_wei) AS sum FROM payout WHERE contribution_id = '1'`,
    );
    const paid = { payoutCount: Number(rows[0].count), paidWei: String(rows[0].sum) };
    expect(impact).toMatchObject({
      ...{ versionCount: 1, versions: [{ version: '1' }], trainingRunCount: 1, trainingRuns: [{ runId: '1' }] },
      ...{
        trainedModelCount: 1,
        trainedModels: [{ modelId: '2' }],
        derivedModelCount: 1,
        derivedModels: [{ modelId: '3' }],
      },
      counts: { contributionCount: 1, contributorCount: 1, indexCount: 2, modelOwnerCount: 1 },
      answers: { inferenceCount: COUNT, feesWei: String(FEE_WEI * BigInt(COUNT)), payerCount: 1 },
      inferences: [{ inferenceId: '30' }, { inferenceId: '29' }],
      payouts: { ...paid, recipientCount: 1 },
      recipients: [{ account: { address: ALICE }, ...paid }],
    });
    expect(paid.payoutCount).toBeGreaterThan(10);
    // Rejected: in no version, and nothing was paid for it.
    const rejected = await ask(IMPACT, { contributionId: '3' });
    expect(rejected.impact).toMatchObject({
      versionCount: 0,
      trainedModelCount: 0,
      payouts: { payoutCount: 0, paidWei: '0' },
    });
  });

  it('follows a datanet, and a block', async () => {
    const { impact } = await ask(IMPACT, { datanetId: '1', asOfBlock: blockOf(4) });
    expect(impact).toMatchObject({
      answeredAt: { blockNumber: blockOf(4) },
      counts: { contributionCount: 4, contributorCount: 2 },
      answers: { inferenceCount: 5 },
      recipients: [{ account: { address: ALICE } }, { account: { address: BOB } }],
    });
    expect(await ask(IMPACT, { datanetId: '404' })).toEqual({ impact: null });
  });

  it('wants one subject, and pages of a size', async () => {
    expect(await codeOf('{ impact { versionCount } }')).toBe('BAD_IMPACT_SUBJECT');
    expect(await codeOf('{ impact(contributionId: "1", datanetId: "1") { versionCount } }')).toBe('BAD_IMPACT_SUBJECT');
    expect(await codeOf('{ impact(contributionId: "1") { models: trainedModels(first: 101) { id } } }')).toBe(
      'BAD_RANGE',
    );
    expect(await codeOf('{ impact(contributionId: "a\\u0000b") { versionCount } }')).toBe('BAD_TEXT');
    expect(await ask(`{ impact(contributionId: "' OR 1=1 --") { versionCount } }`)).toEqual({ impact: null });
  });
});

describe('hostile arguments', () => {
  const lineage = (args: string) => `{ lineage(${args}) { isTruncated nodes { id } } }`;
  const model = idOf('Model', '2');

  it.each([
    [lineage('id: "x"'), 'BAD_NODE_ID'],
    [lineage('id: ""'), 'BAD_NODE_ID'],
    [lineage(`id: "${encodeNodeId('Stake', '1')}"`), 'BAD_NODE_ID'],
    [lineage(`id: "${'x'.repeat(50_000)}"`), 'BAD_NODE_ID'],
    [lineage(`id: "${Buffer.from('Model:a\0b').toString('base64url')}"`), 'BAD_TEXT'],
    [lineage(`id: "${model}", depth: 0`), 'BAD_RANGE'],
    [lineage(`id: "${model}", depth: 11`), 'BAD_RANGE'],
    [lineage(`id: "${model}", depth: -2147483648`), 'BAD_RANGE'],
    [lineage(`id: "${model}", limit: 2001`), 'BAD_RANGE'],
    [lineage(`id: "${model}", width: 201`), 'BAD_RANGE'],
    [lineage(`id: "${model}", asOfBlock: 99999999999`), 'GRAPHQL_VALIDATION_FAILED'],
    [lineage(`id: "${model}", asOfBlock: -1`), 'AS_OF_BLOCK_NEGATIVE'],
    [lineage(`id: "${model}", asOfBlock: 2147483647`), 'AS_OF_BLOCK_BEYOND_HEAD'],
    [`{ paths(from: "${model}", to: "x") { length } }`, 'BAD_NODE_ID'],
    [`{ paths(from: "${model}", to: "${model}", maxLength: 21) { length } }`, 'BAD_RANGE'],
    [`{ paths(from: "${model}", to: "${model}", limit: 0) { length } }`, 'BAD_RANGE'],
  ])('%s is refused with %s', async (query, code) => {
    expect(await codeOf(query)).toBe(code);
  });
});

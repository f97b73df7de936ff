import { createPool, type Pool } from '@tributary/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerAsOf } from '../src/lineage/answerAsOf.js';
import { ChainMovedError } from '../src/lineage/errors.js';
import { encodeNodeId } from '../src/nodeId.js';
import { ALICE, blockHash, blockOf, CAROL, FEE_WEI, hash } from './ledger.js';
import { fillNetworkLedger } from './networkLedger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 12;
let api: TestApi;
let pool: Pool;
beforeAll(async () => {
  api = await startTestApi(COUNT);
  await fillNetworkLedger(api.database.url);
  pool = createPool(api.database.url, { max: 1 });
});
afterAll(async () => {
  await pool?.end();
  await api?.close();
});
beforeEach(() => pool.query('TRUNCATE chain_head, squid_processor.status'));

async function ask(query: string) {
  const answer = await api.query(query);
  expect(answer.errors, answer.text).toBeUndefined();
  return answer.data;
}
async function codeOf(query: string): Promise<string | undefined> {
  const answer = await api.query(query);
  expect(answer.errors).toHaveLength(1);
  return answer.errors?.[0]?.extensions.code;
}

const AT = 'answeredAt { blockNumber blockHash stateBlockNumber stateBlockHash isFinal }';

describe('the block of an answer', () => {
  it('is the newest without an argument, a number, or a hash of any case', async () => {
    const { newest, number, byHash } =
      await ask(`{ newest: ledgerAsOf { ${AT} } number: ledgerAsOf(asOfBlock: 101) { ${AT} }
      byHash: ledgerAsOf(asOfBlockHash: "0x${blockHash(101).slice(2).toUpperCase()}") { ${AT} } }`);
    const at = (n: number) => ({
      blockNumber: n,
      blockHash: blockHash(n),
      stateBlockNumber: n,
      stateBlockHash: blockHash(n),
    });
    expect(newest!.answeredAt).toEqual({ ...at(1_000), isFinal: false });
    expect(number!.answeredAt).toEqual({ ...at(101), isFinal: false });
    expect(byHash).toEqual(number);
  });

  it('names the state of an empty block by the newest one before it', async () => {
    const { between, before } = await ask(
      `{ between: ledgerAsOf(asOfBlock: 50) { ${AT} } before: ledgerAsOf(asOfBlock: 0) { ${AT} } }`,
    );
    expect(between!.answeredAt).toEqual({
      ...{ blockNumber: 50, blockHash: null, stateBlockNumber: 3, stateBlockHash: blockHash(3), isFinal: false },
    });
    expect(before!.answeredAt).toMatchObject({
      blockNumber: 0,
      blockHash: null,
      stateBlockNumber: null,
      stateBlockHash: null,
    });
  });

  it('is final where the index has followed the finalized chain, and known by the heads of the chain', async () => {
    await pool.query(`INSERT INTO squid_processor.status (id, height, hash, nonce) VALUES (0, 1_002, $1, 0)`, [
      blockHash(1_002),
    ]);
    await pool.query(`INSERT INTO chain_head VALUES ('head', 1_500, $1, 1_100, $2, 1_001, $3, now())`, [
      ...[1_500, 1_100, 1_001].map(blockHash),
    ]);
    const { a, b, c } = await ask(`{ a: ledgerAsOf(asOfBlock: 1001) { ${AT} } b: ledgerAsOf(asOfBlock: 1002) { ${AT} }
      c: ledgerAsOf(asOfBlockHash: "${blockHash(1_001)}") { ${AT} } }`);
    expect(a!.answeredAt).toMatchObject({ blockHash: blockHash(1_001), stateBlockNumber: 1_000, isFinal: true });
    expect(b!.answeredAt).toMatchObject({ blockHash: blockHash(1_002), isFinal: false });
    expect(c).toEqual(a);
    // The chain has it, the index does not.
    expect(await codeOf(`{ ledgerAsOf(asOfBlockHash: "${blockHash(1_500)}") { ${AT} } }`)).toBe(
      'AS_OF_BLOCK_BEYOND_HEAD',
    );
    // Nobody knows these two to be the same block.
    expect(await codeOf(`{ ledgerAsOf(asOfBlock: 1000, asOfBlockHash: "${blockHash(1_001)}") { ${AT} } }`)).toBe(
      'AS_OF_BLOCK_MISMATCH',
    );
  });

  it.each([
    ['asOfBlock: -1', 'AS_OF_BLOCK_NEGATIVE'],
    ['asOfBlock: 1001', 'AS_OF_BLOCK_BEYOND_HEAD'],
    [`asOfBlockHash: "${hash('gone')}"`, 'BLOCK_DROPPED'],
    [`asOfBlock: 3, asOfBlockHash: "${hash('gone')}"`, 'BLOCK_DROPPED'],
    ['asOfBlockHash: "0x12"', 'BAD_BLOCK_HASH'],
    [`asOfBlockHash: "' OR 1=1 --"`, 'BAD_BLOCK_HASH'],
    ['asOfBlockHash: "a\\u0000b"', 'BAD_BLOCK_HASH'],
  ])('%s is refused with %s', async (args, code) => {
    expect(await codeOf(`{ ledgerAsOf(${args}) { ${AT} } }`)).toBe(code);
  });

  it('is asked again when the chain moves meanwhile, and given up when it does not stop', async () => {
    const hashes = ['a', 'b', 'b', 'b'];
    let asked = 0;
    const db = {
      load: async () => {
        const hash = hashes[asked++] ?? String(asked);
        return [{ headBlockNumber: 9, stateBlockNumber: 9, stateBlockHash: hash, hash }] as never[];
      },
      close: async () => undefined,
    };
    const made: (string | null)[] = [];
    const answer = (point: { stateBlockHash: string | null }) => {
      made.push(point.stateBlockHash);
      return Promise.resolve(made.length);
    };
    expect(await answerAsOf(db, {}, answer)).toBe(2);
    expect(made).toEqual(['a', 'b']);
    await expect(answerAsOf(db, {}, answer)).rejects.toThrow(ChainMovedError);
  });
});

describe('the ledger', () => {
  const TOTALS = `counts { contributionCount acceptedContributionCount withdrawnContributionCount modelCount datanetVersionCount }
    flows { inferenceCount feesWei payoutCount paidWei claimedWei }`;

  it('adds up what there was then, and what is now', async () => {
    const { early, late, now } = await ask(`{ early: ledgerAsOf(asOfBlock: 2) { ${TOTALS} }
      late: ledgerAsOf(asOfBlock: ${blockOf(4)}) { ${TOTALS} } now: ledgerAsOf { ${TOTALS} } }`);
    expect(early).toEqual({
      counts: {
        ...{ contributionCount: 5, acceptedContributionCount: 3, withdrawnContributionCount: 0 },
        ...{ modelCount: 1, datanetVersionCount: 0 },
      },
      flows: { inferenceCount: 0, feesWei: '0', payoutCount: 0, paidWei: '0', claimedWei: '0' },
    });
    expect(late!.counts).toMatchObject({ acceptedContributionCount: 2, withdrawnContributionCount: 1, modelCount: 2 });
    expect(late!.flows).toMatchObject({ inferenceCount: 5, feesWei: String(FEE_WEI * 5n), claimedWei: '7' });
    const { network } = await ask('{ network { inferenceCount feesWei paidWei } }');
    expect(now!.flows).toMatchObject({ ...network });
  });

  it('tells what was in force', async () => {
    const query = (block: number) => `{ ledgerAsOf(asOfBlock: ${block}) { feePolicy(modelId: "2") { modelBps }
      attributionIndex(modelId: "2") { id } datanetVersion(datanetId: "1") { version } } }`;
    expect(await ask(query(2))).toEqual({
      ledgerAsOf: { feePolicy: null, attributionIndex: null, datanetVersion: null },
    });
    expect(await ask(query(3))).toEqual({
      ledgerAsOf: {
        ...{ feePolicy: { modelBps: 4_000 }, attributionIndex: { id: encodeNodeId('AttributionIndex', 'ix2') } },
        datanetVersion: { version: '1' },
      },
    });
  });

  it('tells the state of proposals and accounts as the newest block has them', async () => {
    const { proposals } = await ask('{ proposals(first: 100) { nodes { proposalId state } } }');
    expect(proposals!.nodes!.length).toBeGreaterThan(5);
    const fields = proposals!.nodes!.map((node, index) => `p${index}: proposalState(proposalId: "${node.proposalId}")`);
    const { ledgerAsOf } = await ask(`{ ledgerAsOf { ${fields.join(' ')} } }`);
    expect(Object.values(ledgerAsOf!)).toEqual(proposals!.nodes!.map((node) => node.state));
    const early = await ask(
      `{ ledgerAsOf(asOfBlock: 999) { ${fields.join(' ')} account(address: "${ALICE}") { heldWei votesWei } } }`,
    );
    expect(
      Object.values(early.ledgerAsOf!)
        .slice(0, -1)
        .every((state) => state === null),
    ).toBe(true);
    expect(early.ledgerAsOf!.account).toEqual({ heldWei: '0', votesWei: '0' });
    const { account } = await ask(`{ account(address: "${ALICE}") { earnedWei claimedWei } }`);
    const now = await ask(
      `{ ledgerAsOf { account(address: "${ALICE.toUpperCase().replace('0X', '0x')}") { earnedWei claimedWei } } }`,
    );
    expect(now.ledgerAsOf!.account).toEqual(account);
  });
});

describe('a node', () => {
  const QUERY = (id: string, block: number) =>
    `{ nodeAsOf(id: "${id}", asOfBlock: ${block}) { answeredAt { blockNumber } node { __typename
      ... on Contribution { status withdrawnBlockNumber withdrawalReason reviewedBlockNumber reviewer { address } }
      ... on Block { number } ... on Account { address } } } }`;

  it('is what it was', async () => {
    const id = encodeNodeId('Contribution', '4');
    expect((await ask(QUERY(id, 2))).nodeAsOf!.node).toEqual({
      ...{ __typename: 'Contribution', status: 'ACCEPTED', withdrawnBlockNumber: null, withdrawalReason: null },
      ...{ reviewedBlockNumber: 2, reviewer: { address: CAROL } },
    });
    expect((await ask(QUERY(id, 3))).nodeAsOf!.node).toMatchObject({ status: 'WITHDRAWN', withdrawalReason: 'mine' });
    expect((await ask(QUERY(id, 1))).nodeAsOf!.node).toBeNull();
    expect((await ask(QUERY(encodeNodeId('Block', '3'), 2))).nodeAsOf!.node).toBeNull();
    expect((await ask(QUERY(encodeNodeId('Account', ALICE), 1))).nodeAsOf!.node).toEqual({
      __typename: 'Account',
      address: ALICE,
    });
  });

  it('is a fact of the chain', async () => {
    for (const id of ['x', '', encodeNodeId('Reconciliation', '1'), encodeNodeId('ContributionShare', '1-1')])
      expect(await codeOf(QUERY(id, 3))).toBe('BAD_NODE_ID');
  });
});

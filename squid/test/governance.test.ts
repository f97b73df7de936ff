// More than 300 lines, because every case is about the one proposal that the setup carries from its draft to its execution.
import { reorg, type ChainActor } from '@tributary/devnet/chain';
import { encodeFunctionData, getAddress, parseEther, zeroHash, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gOpen, governor, models, registerPricedModel, timelock } from '../../contracts/test/startTestChain.js';
import { IndexedChain } from './IndexedChain.js';
import type { Row } from './loadChainRows.js';
import { propose, type Proposed } from './propose.js';

const SECONDS = { delay: 3, period: 10, timelock: 3 };
const POLICY = {
  inputRateWei: 5_000n,
  outputRateWei: 2n ** 128n - 1n,
  platformFeeWei: 0n,
  modelBps: 2_000,
  stakerBps: 1_000,
  contributorBps: 7_000,
} as const;
const UNKNOWN_ID = 2n ** 256n - 1n;

let stage: IndexedChain;
let large: ChainActor;
let small: ChainActor;
let trainer: ChainActor;
let modelId: bigint;
let passed: Proposed;
let canceled: Proposed;
let rows: Record<string, Row[]>;
const lower = (address: Hex) => address.toLowerCase();

const vote = (voter: ChainActor, proposalId: bigint, support: number, reason: string) =>
  stage.chain.run(voter, { ...governor, functionName: 'castVoteWithReason', args: [proposalId, support, reason] });

beforeAll(async () => {
  stage = await IndexedChain.open();
  const { chain } = stage;
  [large, small, trainer] = [4, 5, 6].map((i) => chain.actor(`account ${i}`, i)) as [
    ChainActor,
    ChainActor,
    ChainActor,
  ];
  modelId = await registerPricedModel(chain, trainer);
  const handOver = { ...models, functionName: 'setFeePolicyController', args: [modelId, timelock.address] } as const;
  await chain.run(trainer, handOver);
  for (const [holder, open] of [
    [large, '600'],
    [small, '150'],
  ] as const) {
    await chain.run(holder, { ...gOpen, functionName: 'deposit', args: [], valueWei: parseEther(open) });
    await chain.run(holder, { ...gOpen, functionName: 'delegate', args: [holder.address] });
  }
  await chain.run(small, { ...gOpen, functionName: 'transfer', args: [trainer.address, parseEther('20')] });
  await chain.run(small, { ...gOpen, functionName: 'withdraw', args: [parseEther('10')] });
  await chain.wait(2);

  const setFeePolicy = encodeFunctionData({
    abi: models.abi,
    functionName: 'setFeePolicy',
    args: [modelId, { ...POLICY, unattributedRecipient: small.address }],
  });
  passed = await propose(chain, large, {
    targets: [models.address],
    calldatas: [setFeePolicy],
    description: 'lower\u0007 prices \u{1F4C9}',
  });
  const foreign = { targets: [models.address, small.address], calldatas: ['0xdeadbeef', '0x'] } as const;
  canceled = await propose(chain, large, { ...foreign, description: 'taken back' });
  await chain.run(large, { ...governor, functionName: 'cancel', args: canceled.call });
  await chain.wait(SECONDS.delay + 1);
  await vote(large, passed.id, 1, 'cheaper is better');
  const args = [passed.id, 2, 'with params', '0xc0ffee'] as const;
  await chain.run(small, { ...governor, functionName: 'castVoteWithReasonAndParams', args });
  await chain.wait(SECONDS.period + 1);
  await chain.run(small, { ...governor, functionName: 'queue', args: passed.call });
  await chain.wait(SECONDS.timelock + 1);
  await chain.run(small, { ...governor, functionName: 'execute', args: passed.call });
  rows = await stage.loadRows();
});
afterAll(() => stage.close());

const problems = (loaded: Record<string, Row[]>) =>
  loaded['protocol_event']!.flatMap(({ problem }) => (problem === null ? [] : [problem]));

describe('governance', () => {
  it('is stored without a contradiction', () => {
    expect(problems(rows)).toEqual([]);
  });

  it('a proposal has its tallies and its way to the execution, as the governor tells them', async () => {
    const { client } = large;
    const args = [passed.id] as const;
    const [against, pro, abstain] = await client.readContract({ ...governor, functionName: 'proposalVotes', args });
    const [start, end, eta] = await Promise.all(
      (['proposalSnapshot', 'proposalDeadline', 'proposalEta'] as const).map((functionName) =>
        client.readContract({ ...governor, functionName, args }),
      ),
    );
    expect(pro).toBe(parseEther('600'));
    const proposal = rows['proposal']!.find(({ id }) => id === String(passed.id));
    expect(proposal).toMatchObject({
      proposer_id: lower(large.address),
      description: 'lower\uFFFD prices \u{1F4C9}',
      vote_start_seconds: start,
      vote_end_seconds: end,
      against_votes_wei: against,
      for_votes_wei: pro,
      abstain_votes_wei: abstain,
      eta_seconds: eta,
      queued_block_number: expect.any(Number),
      executed_block_number: expect.any(Number),
      canceled_block_number: null,
    });
    expect(rows['proposal']!.find(({ id }) => id === String(canceled.id))).toMatchObject({
      queued_block_number: null,
      executed_block_number: null,
      canceled_block_number: expect.any(Number),
    });
  });

  it('what was executed has the transaction of the execution', () => {
    const { execution_transaction_hash: hash } = rows['proposal']!.find(({ id }) => id === String(passed.id))!;
    expect(rows['fee_policy']!.filter(({ transaction_hash: other }) => other === hash)).toMatchObject([
      { model_id: String(modelId), output_rate_wei: 2n ** 128n - 1n, signer: lower(small.address) },
    ]);
    expect(rows['model']).toMatchObject([{ fee_policy_controller_id: lower(timelock.address) }]);
  });

  it('says what a proposal calls', () => {
    const calls = rows['proposal_call']!;
    const mine = calls.filter(({ proposal_id: id }) => id === String(passed.id));
    const policy = { ...POLICY, unattributedRecipient: lower(small.address) };
    expect(mine).toMatchObject([
      {
        position: 0,
        target: lower(models.address),
        contract: 'ModelRegistry',
        function_name: 'setFeePolicy',
        args: {
          modelId: String(modelId),
          policy: Object.fromEntries(Object.entries(policy).map(([key, value]) => [key, String(value)])),
        },
      },
    ]);
    expect(calls.filter(({ proposal_id: id }) => id === String(canceled.id))).toMatchObject([
      { contract: 'ModelRegistry', function_name: null, data: '0xdeadbeef', args: null },
      { contract: null, target: lower(small.address), data: '0x', args: null },
    ]);
  });

  it('keeps every vote', () => {
    expect(rows['vote']).toMatchObject([
      { voter_id: lower(large.address), support: 'FOR', reason: 'cheaper is better', params: null, is_counted: true },
      { voter_id: lower(small.address), support: 'ABSTAIN', params: '0xc0ffee', weight_wei: parseEther('120') },
    ]);
  });

  it('links the timelock’s call to its proposal', () => {
    const proposal = rows['proposal']!.find(({ id }) => id === String(passed.id))!;
    expect(rows['timelock_call']).toMatchObject([
      {
        proposal_id: String(passed.id),
        position: 0n,
        contract: 'ModelRegistry',
        function_name: 'setFeePolicy',
        salt: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        delay_seconds: BigInt(SECONDS.timelock),
        ready_at_seconds: proposal['eta_seconds'],
        executed_block_number: proposal['executed_block_number'],
        cancelled_block_number: null,
      },
    ]);
  });

  it('the settings are those of the governor and the timelock', async () => {
    const settings = new Map(
      rows['governor_setting']!.map((row) => [row['name'], row['new_value'] ?? row['new_address']]),
    );
    const { client } = large;
    expect(Object.fromEntries(settings)).toEqual({
      VOTING_DELAY_SECONDS: await client.readContract({ ...governor, functionName: 'votingDelay' }),
      VOTING_PERIOD_SECONDS: await client.readContract({ ...governor, functionName: 'votingPeriod' }),
      PROPOSAL_THRESHOLD_WEI: await client.readContract({ ...governor, functionName: 'proposalThreshold' }),
      QUORUM_NUMERATOR: await client.readContract({ ...governor, functionName: 'quorumNumerator' }),
      TIMELOCK: lower(timelock.address),
      MIN_DELAY_SECONDS: await client.readContract({ ...timelock, functionName: 'getMinDelay' }),
    });
  });

  it('holders, votes and supply are those of gOPEN, now and at the start of the vote', async () => {
    const { client } = large;
    expect(rows['g_open_holder']).toHaveLength(3);
    for (const { id, balance_wei: balanceWei, votes_wei: votesWei, delegate_id: delegate } of rows['g_open_holder']!) {
      const args = [id as Hex] as const;
      expect(balanceWei).toBe(await client.readContract({ ...gOpen, functionName: 'balanceOf', args }));
      expect(votesWei).toBe(await client.readContract({ ...gOpen, functionName: 'getVotes', args }));
      const actual = await client.readContract({ ...gOpen, functionName: 'delegates', args });
      expect(delegate ?? `0x${'00'.repeat(20)}`).toBe(lower(actual));
    }
    const start = rows['proposal']!.find(({ id }) => id === String(passed.id))!['vote_start_seconds'] as bigint;
    const past = (table: string) => rows[table]!.filter((row) => (row['timestamp_seconds'] as bigint) <= start);
    expect(past('g_open_transfer').at(-1)!['supply_wei']).toBe(
      await client.readContract({ ...gOpen, functionName: 'getPastTotalSupply', args: [start] }),
    );
    const power = past('vote_power').filter((row) => row['delegate_id'] === lower(small.address));
    const args = [small.address, start] as const;
    expect(power.at(-1)!['votes_wei']).toBe(
      await client.readContract({ ...gOpen, functionName: 'getPastVotes', args }),
    );
    expect(rows['g_open_transfer']!.map(({ kind }) => kind)).toEqual(['WRAP', 'WRAP', 'TRANSFER', 'UNWRAP']);
    expect(rows['vote_delegation']).toMatchObject([
      { delegator_id: lower(large.address), from_delegate_id: null, to_delegate_id: lower(large.address) },
      { delegator_id: lower(small.address) },
    ]);
  });

  it('undoes a dropped vote and a dropped execution', async () => {
    const empty = { targets: [models.address], calldatas: ['0x'], description: 'dropped again' } as const;
    const other = await propose(stage.chain, large, empty);
    await stage.chain.wait(SECONDS.delay + 1);
    await vote(large, other.id, 0, 'no');
    await stage.chain.run(small, { ...gOpen, functionName: 'transfer', args: [large.address, 7n] });
    expect((await stage.loadRows())['vote']).toHaveLength(3);
    await reorg({ rpcUrl: stage.chain.anvil.rpcUrl, depth: 2 });
    await vote(small, other.id, 1, 'yes instead');
    await stage.chain.run(small, { ...gOpen, functionName: 'withdraw', args: [5n] });
    const healed = await stage.loadRows();
    expect(healed['g_open_transfer']!.at(-1)).toMatchObject({
      kind: 'UNWRAP',
      supply_wei: await large.client.readContract({ ...gOpen, functionName: 'totalSupply' }),
    });
    expect(healed['proposal']!.find(({ id }) => id === String(other.id))).toMatchObject({
      against_votes_wei: 0n,
      for_votes_wei: parseEther('120'),
    });
    expect(healed).toEqual(await stage.indexFromScratch());
  });

  it('keeps what contradicts it, and says so', async () => {
    const voter = getAddress(small.address);
    const before = await stage.loadRows();
    const say = (name: string, args: Record<string, unknown>) => stage.emit(governor, name, args);
    const cast = { voter, weight: 2n ** 256n - 1n, reason: '' };
    for (const [proposalId, support] of [
      [UNKNOWN_ID, 1],
      [passed.id, 1],
      [canceled.id, 9],
    ] as const) {
      await say('VoteCast', { ...cast, proposalId, support });
    }
    await say('ProposalExecuted', { proposalId: UNKNOWN_ID });
    await say('ProposalQueued', { proposalId: passed.id, etaSeconds: 1n });
    await say('ProposalCreated', {
      proposalId: UNKNOWN_ID,
      proposer: voter,
      targets: [voter, voter],
      values: [2n ** 256n - 1n],
      signatures: [],
      calldatas: ['0x', '0x12'],
      voteStart: 2n ** 256n - 1n,
      voteEnd: 0n,
      description: '\0'.repeat(10_000),
    });
    const operation = { id: `0x${'ab'.repeat(32)}`, index: 2n ** 256n - 1n, target: voter, value: 1n, data: '0x' };
    const schedule = { ...operation, predecessor: zeroHash, delay: 2n ** 256n - 1n };
    await stage.emit(timelock, 'CallScheduled', schedule);
    await stage.emit(timelock, 'CallExecuted', { ...operation, index: 0n });
    await stage.emit(timelock, 'Cancelled', { id: operation.id });
    await stage.emit(timelock, 'Cancelled', { id: operation.id });
    await stage.emit(timelock, 'CallScheduled', schedule);
    await stage.emit(timelock, 'CallExecuted', operation);
    await stage.emit(gOpen, 'Transfer', { from: voter, to: large.address, value: 2n ** 256n - 1n });
    await stage.emit(gOpen, 'DelegateVotesChanged', { delegate: voter, previousVotes: 5n, newVotes: 2n ** 256n - 1n });

    const after = await stage.loadRows();
    const from = lower(voter);
    expect(problems(after)).toEqual([
      `proposal ${UNKNOWN_ID} does not exist`,
      `${from} voted on proposal ${passed.id} before`,
      'support 9 is not known',
      `proposal ${UNKNOWN_ID} does not exist`,
      `proposal ${passed.id} was queued before`,
      'targets, values and calldatas differ in length; the shortest counts',
      `call 0 of operation ${operation.id} was not scheduled`,
      `operation ${operation.id} was not scheduled`,
      `${from} sends more than it holds`,
      `${from} had ${parseEther('120') - 5n} votes, not 5`,
    ]);
    expect(after['vote']!.slice(before['vote']!.length)).toMatchObject([
      { proposal_id: null, claimed_proposal_id: String(UNKNOWN_ID), weight_wei: 2n ** 256n - 1n, is_counted: false },
      { proposal_id: String(passed.id), is_counted: false },
      { proposal_id: String(canceled.id), support: 'UNKNOWN', is_counted: false },
    ]);
    const find = (loaded: Record<string, Row[]>, id: bigint) =>
      loaded['proposal']!.find((row) => row['id'] === String(id));
    expect(find(after, passed.id)).toEqual(find(before, passed.id));
    const start = { vote_start_seconds: 2n ** 256n - 1n, description: '\uFFFD'.repeat(8192) };
    expect(find(after, UNKNOWN_ID)).toMatchObject(start);
    expect(after['proposal_call']!.filter(({ proposal_id: id }) => id === String(UNKNOWN_ID))).toHaveLength(1);
    const calls = after['timelock_call']!.filter(({ operation_id: id }) => id === operation.id);
    expect(calls).toMatchObject([
      { proposal_id: null, cancelled_block_number: expect.any(Number), executed_block_number: null },
      { position: 2n ** 256n - 1n, cancelled_block_number: null, executed_block_number: expect.any(Number) },
    ]);
    expect(after['g_open_holder']!.find(({ id }) => id === from)!['balance_wei']).toBeLessThan(0n);
    expect(after).toEqual(await stage.indexFromScratch());
  });
});

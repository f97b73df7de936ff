import type { ChainActor } from '@tributary/devnet/chain';
import {
  encodeFunctionData,
  keccak256,
  parseEther,
  parseEventLogs,
  toBytes,
  zeroAddress,
  zeroHash,
  type Hex,
} from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gOpen,
  governor,
  market,
  models,
  registerPricedModel,
  startTestChain,
  timelock,
  type TestChain,
} from './startTestChain.js';

/** IGovernor.ProposalState. */
const STATES = ['Pending', 'Active', 'Canceled', 'Defeated', 'Succeeded', 'Queued', 'Expired', 'Executed'];
const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;
const DELAY_SECONDS = 3;
const PERIOD_SECONDS = 10;
const TIMELOCK_SECONDS = 3;

let chain: TestChain;
let trainer: ChainActor;
let large: ChainActor;
let middle: ChainActor;
let small: ChainActor;
let silent: ChainActor;
let modelId: bigint;

beforeAll(async () => {
  chain = await startTestChain();
  [trainer, large, middle, small, silent] = [4, 5, 6, 7, 8].map((index) => chain.actor(`account ${index}`, index)) as [
    ChainActor,
    ChainActor,
    ChainActor,
    ChainActor,
    ChainActor,
  ];
  modelId = await registerPricedModel(chain, trainer);
  const handOver = { ...models, functionName: 'setFeePolicyController', args: [modelId, timelock.address] } as const;
  await chain.run(trainer, handOver);
  for (const [voter, open] of [
    [large, '600'],
    [middle, '400'],
    [small, '150'],
    [silent, '850'],
  ] as const) {
    await chain.run(voter, { ...gOpen, functionName: 'deposit', args: [], valueWei: parseEther(open) });
    await chain.run(voter, { ...gOpen, functionName: 'delegate', args: [voter.address] });
  }
  await chain.wait(1);
});

afterAll(() => chain.anvil.stop());

/** To set the model's rates to so many wei, and its contributors' part to 70 %. */
function decision(rateWei: bigint, description: string) {
  const policy = {
    inputRateWei: rateWei,
    outputRateWei: rateWei,
    platformFeeWei: 0n,
    modelBps: 2_000,
    stakerBps: 1_000,
    contributorBps: 7_000,
    unattributedRecipient: trainer.address,
  };
  const data = encodeFunctionData({ ...models, functionName: 'setFeePolicy', args: [modelId, policy] });
  return { targets: [models.address], values: [0n], calldatas: [data], description };
}

type Decision = ReturnType<typeof decision>;

function proposal({ targets, values, calldatas, description }: Decision) {
  return { ...governor, functionName: 'propose', args: [targets, values, calldatas, description] } as const;
}

function step(functionName: 'queue' | 'execute', { targets, values, calldatas, description }: Decision) {
  const descriptionHash = keccak256(toBytes(description));
  return { ...governor, functionName, args: [targets, values, calldatas, descriptionHash] } as const;
}

function vote(proposalId: bigint, support: 0 | 1 | 2, reason = 'because') {
  return { ...governor, functionName: 'castVoteWithReason', args: [proposalId, support, reason] } as const;
}

async function propose(one: Decision): Promise<bigint> {
  const { logs } = await chain.run(large, proposal(one));
  return parseEventLogs({ abi: governor.abi, eventName: 'ProposalCreated', logs })[0]!.args.proposalId;
}

async function stateOf(proposalId: bigint): Promise<string | undefined> {
  return STATES[await large.client.readContract({ ...governor, functionName: 'state', args: [proposalId] })];
}

describe('what OpenLedger published', () => {
  test('is what the governor is', async () => {
    const read = (functionName: 'name' | 'COUNTING_MODE' | 'CLOCK_MODE' | 'proposalThreshold' | 'quorumNumerator') =>
      large.client.readContract({ ...governor, functionName });
    expect(await read('name')).toBe('OpenLedger');
    expect(await read('COUNTING_MODE')).toBe('support=bravo&quorum=for,abstain');
    expect(await read('CLOCK_MODE')).toBe('mode=timestamp');
    expect(await read('proposalThreshold')).toBe(parseEther('100'));
    expect(await read('quorumNumerator')).toBe(25n);
  });

  test('the governor alone proposes to the timelock, anyone executes, nobody administers', async () => {
    const has = (role: Hex, account: Hex) =>
      large.client.readContract({ ...timelock, functionName: 'hasRole', args: [role, account] });
    const role = (name: string) => keccak256(toBytes(name));
    expect(await has(role('PROPOSER_ROLE'), governor.address)).toBe(true);
    expect(await has(role('CANCELLER_ROLE'), governor.address)).toBe(true);
    expect(await has(role('EXECUTOR_ROLE'), zeroAddress)).toBe(true);
    expect(await has(zeroHash, timelock.address)).toBe(true);
    expect(await has(zeroHash, chain.arbiter.address)).toBe(false);
    const [{ calldatas }] = [decision(1n, 'past the governor')];
    const args = [models.address, 0n, calldatas[0]!, zeroHash, zeroHash, 3n] as const;
    expect(await chain.refusalOf(large, { ...timelock, functionName: 'schedule', args })).toBe(
      'AccessControlUnauthorizedAccount',
    );
  });
});

describe('a proposal', () => {
  test('that passes changes the price of the next answer, and of no earlier one', async () => {
    const payer = chain.actor('payer', 9);
    const settleArgs = [payer.address, modelId, 1_000n, 0n, zeroHash, ''] as const;
    const settle = { ...market, functionName: 'settle', args: settleArgs } as const;
    await chain.run(payer, { ...market, functionName: 'deposit', args: [], valueWei: parseEther('1') });
    const feeOfNext = async (): Promise<bigint> => {
      const { logs } = await chain.run(payer, settle);
      return parseEventLogs({ abi: market.abi, eventName: 'InferenceSettled', logs })[0]!.args.feeWei;
    };
    const raise = decision(5_000n, 'Raise the rates');

    const proposalId = await propose(raise);
    expect(await stateOf(proposalId)).toBe('Pending');
    expect(await chain.refusalOf(large, vote(proposalId, SUPPORT.for))).toBe('GovernorUnexpectedProposalState');
    await chain.wait(DELAY_SECONDS + 1);
    expect(await stateOf(proposalId)).toBe('Active');
    const cast = await chain.run(large, vote(proposalId, SUPPORT.for, 'They earned it.'));
    expect(parseEventLogs({ abi: governor.abi, logs: cast.logs })).toMatchObject([
      {
        eventName: 'VoteCast',
        args: { voter: large.address, proposalId, support: 1, weight: parseEther('600'), reason: 'They earned it.' },
      },
    ]);
    await chain.run(middle, vote(proposalId, SUPPORT.against));
    await chain.run(small, vote(proposalId, SUPPORT.abstain));
    expect(await chain.refusalOf(small, vote(proposalId, SUPPORT.for))).toBe('GovernorAlreadyCastVote');
    await chain.wait(PERIOD_SECONDS + 1);
    expect(await stateOf(proposalId)).toBe('Succeeded');
    expect(await feeOfNext()).toBe(1_007n);

    const queued = await chain.run(small, step('queue', raise));
    const [scheduled] = parseEventLogs({ abi: timelock.abi, eventName: 'CallScheduled', logs: queued.logs });
    expect(scheduled?.args).toMatchObject({ index: 0n, target: models.address, delay: BigInt(TIMELOCK_SECONDS) });
    expect(parseEventLogs({ abi: governor.abi, logs: queued.logs })).toMatchObject([
      { eventName: 'ProposalQueued', args: { proposalId } },
    ]);
    expect(await chain.refusalOf(small, step('execute', raise))).toBe('TimelockUnexpectedOperationState');
    await chain.wait(TIMELOCK_SECONDS + 1);
    const executed = await chain.run(silent, step('execute', raise));
    const names = executed.logs.map(({ address }) => address.toLowerCase());
    expect(new Set(names)).toEqual(
      new Set([governor.address, timelock.address, models.address].map((address) => address.toLowerCase())),
    );
    expect(parseEventLogs({ abi: models.abi, eventName: 'FeePolicySet', logs: executed.logs })).toMatchObject([
      { args: { modelId, inputRateWei: 5_000n, contributorBps: 7_000 } },
    ]);
    expect(await stateOf(proposalId)).toBe('Executed');
    expect(await feeOfNext()).toBe(5_000n);
    const refused = {
      ...models,
      functionName: 'setFeePolicyController',
      args: [modelId, trainer.address],
    } as const;
    expect(await chain.refusalOf(trainer, refused)).toBe('NotFeePolicyController');
  });

  test('with more against than for, or too few at all, is defeated and cannot be queued', async () => {
    const cases = [
      [
        'more against than for',
        [
          [large, SUPPORT.against],
          [middle, SUPPORT.for],
        ],
      ],
      // 400 for and none else are a fifth of 2,000.
      ['no quorum', [[middle, SUPPORT.for]]],
      // Votes against do not make a quorum.
      [
        'a quorum of refusals',
        [
          [large, SUPPORT.against],
          [middle, SUPPORT.against],
        ],
      ],
    ] as const;
    for (const [description, votes] of cases) {
      const one = decision(9n, description);
      const proposalId = await propose(one);
      await chain.wait(DELAY_SECONDS + 1);
      for (const [voter, support] of votes) await chain.run(voter, vote(proposalId, support));
      await chain.wait(PERIOD_SECONDS + 1);
      expect(await stateOf(proposalId), description).toBe('Defeated');
      expect(await chain.refusalOf(small, step('queue', one))).toBe('GovernorUnexpectedProposalState');
    }
  });

  test('takes 100 gOPEN', async () => {
    const stranger = chain.actor('stranger', 10);
    expect(await chain.refusalOf(stranger, proposal(decision(1n, 'mine')))).toBe('GovernorInsufficientProposerVotes');
    expect(await chain.refusalOf(small, proposal(decision(1n, 'mine')))).toBeNull();
  });
});

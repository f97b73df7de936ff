import { PROTOCOL_ACCOUNTS, type ChainActor } from '@tributary/devnet/chain';
import { parseEther, parseEventLogs, type Log } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gOpen, staking, startTestChain, type TestChain } from './startTestChain.js';

/** As OpenLedger published them: openledger-dev/openledger-staking, src/Staking.sol. */
const TOPICS = {
  Staked: '0x18dcd430020e4d4899772fd94a8b40451dc5044dfb70bc46b532eeae431c864f',
  ToppedUp: '0xf19b343790b563def8e3295fefceb8287c0389331561e09afd814bca77f1850a',
  RequestUnstake: '0x31159605084327548f769cbdbd72e8abca5a043cd0a976d4fa97cfd932efd8ec',
  Unstaked: '0x81b0ac4b13aab1ab3b86d524dd62924e99a9d694e94e235f627bb41589717ff7',
} as const;
const YEAR_SECONDS = 365 * 86_400;
const FLEXIBLE = { interestBps: 500, stakeDuration: 0n, cooldownDuration: 7n * 86_400n };
const LOCKED = { interestBps: 1_000, stakeDuration: BigInt(YEAR_SECONDS), cooldownDuration: 0n };

let chain: TestChain;
let owner: ChainActor;
let staker: ChainActor;
let stranger: ChainActor;

beforeAll(async () => {
  chain = await startTestChain();
  owner = chain.actor('stakers', PROTOCOL_ACCOUNTS.stakers);
  staker = chain.actor('staker', 4);
  stranger = chain.actor('stranger', 5);
  for (const actor of [owner, staker]) {
    await chain.run(actor, { ...gOpen, functionName: 'deposit', args: [], valueWei: parseEther('10000') });
  }
  await chain.run(staker, { ...gOpen, functionName: 'approve', args: [staking.address, parseEther('10000')] });
});

beforeEach(async () => {
  await chain.run(owner, config(1n, FLEXIBLE));
  await chain.run(owner, config(2n, LOCKED));
});

afterAll(() => chain.anvil.stop());

function config(configId: bigint, terms: typeof FLEXIBLE, isActive = true) {
  const limits = { minStake: parseEther('10'), maxStake: parseEther('1000') };
  const args = [configId, { ...terms, ...limits, isActive, isTopupEnabled: configId === 1n }] as const;
  return { ...staking, functionName: 'setConfig', args } as const;
}

function stake(configId: bigint, amount: bigint) {
  return { ...staking, functionName: 'stake', args: [configId, staker.address, amount] } as const;
}

async function open(configId: bigint, amount: bigint): Promise<bigint> {
  const { logs } = await chain.run(staker, stake(configId, amount));
  return parseEventLogs({ abi: staking.abi, eventName: 'Staked', logs })[0]!.args.stakingId;
}

function of(functionName: 'requestUnstake' | 'unstake', stakingId: bigint) {
  return { ...staking, functionName, args: [stakingId] } as const;
}

function topUp(stakingId: bigint, amount: bigint) {
  return { ...staking, functionName: 'topUpStake', args: [stakingId, amount] } as const;
}

/** The logs of the staking contract: first topic, and the arguments by name. */
function emitted(logs: Log[]): [string | undefined, unknown][] {
  return parseEventLogs({ abi: staking.abi, logs }).map(({ topics, args }) => [topics[0], args]);
}

function paidTo(logs: Log[]): bigint[] {
  const transfers = parseEventLogs({ abi: gOpen.abi, eventName: 'Transfer', logs });
  return transfers.filter(({ args }) => args.to === staker.address).map(({ args }) => args.value);
}

describe('the life of a stake', () => {
  test('has the published topics, index by index', async () => {
    const amount = parseEther('100');
    const staked = await chain.run(staker, stake(1n, amount));
    // Ids count from 0; the amount is a topic.
    expect(emitted(staked.logs)).toEqual([[TOPICS.Staked, { stakingId: 0n, recipient: staker.address, amount }]]);
    expect(staked.logs.find(({ topics }) => topics[0] === TOPICS.Staked)).toMatchObject({ data: '0x' });

    const topped = await chain.run(staker, topUp(0n, parseEther('50')));
    const added = { stakingId: 0n, recipient: staker.address, amount: parseEther('50') };
    expect(emitted(topped.logs)).toEqual([[TOPICS.ToppedUp, added]]);

    const requested = await chain.run(staker, of('requestUnstake', 0n));
    const ended = { stakingId: 0n, recipient: staker.address };
    expect(emitted(requested.logs)).toEqual([[TOPICS.RequestUnstake, ended]]);
    expect(await chain.refusalOf(stranger, of('unstake', 0n))).toBe('CooldownNotPassed');
    await chain.wait(7 * 86_400);
    const unstaked = await chain.run(stranger, of('unstake', 0n));
    expect(emitted(unstaked.logs)).toEqual([[TOPICS.Unstaked, ended]]);
    expect(paidTo(unstaked.logs)).toEqual([parseEther('150')]); // no reserve, no interest
    expect(await chain.refusalOf(stranger, of('unstake', 0n))).toBe('NotRequested');
  });

  test('without a cooldown ends at once', async () => {
    await chain.run(owner, config(3n, { ...FLEXIBLE, cooldownDuration: 0n }));
    const stakingId = await open(3n, parseEther('10'));
    const { logs } = await chain.run(staker, of('requestUnstake', stakingId));
    expect(emitted(logs).map(([topic]) => topic)).toEqual([TOPICS.Unstaked]);
  });

  test('terms are created once and set from then on', async () => {
    const names = async (configId: bigint) => {
      const { logs } = await chain.run(owner, config(configId, FLEXIBLE));
      return parseEventLogs({ abi: staking.abi, logs }).map(({ eventName }) => eventName);
    };
    expect(await names(9n)).toEqual(['ConfigCreated']);
    expect(await names(9n)).toEqual(['ConfigSet']);
    expect(await chain.refusalOf(stranger, config(9n, FLEXIBLE))).toBe('OwnableUnauthorizedAccount');
  });

  test('is the recipient’s, and within its terms', async () => {
    const stakingId = await open(2n, parseEther('10'));
    expect(await chain.refusalOf(stranger, of('requestUnstake', stakingId))).toBe('NotRecipient');
    expect(await chain.refusalOf(staker, of('requestUnstake', stakingId))).toBe('StakeNotEnded');
    expect(await chain.refusalOf(staker, topUp(stakingId, parseEther('10')))).toBe('TopupDisabled');
    expect(await chain.refusalOf(staker, stake(1n, parseEther('9')))).toBe('AmountOutOfRange');
    expect(await chain.refusalOf(staker, stake(1n, parseEther('1001')))).toBe('AmountOutOfRange');
    expect(await chain.refusalOf(staker, stake(7n, parseEther('10')))).toBe('InactiveConfig');
    await chain.run(owner, config(1n, FLEXIBLE, false));
    expect(await chain.refusalOf(staker, stake(1n, parseEther('10')))).toBe('InactiveConfig');
    expect(await chain.refusalOf(staker, of('requestUnstake', 999n))).toBe('NotRecipient');
  });
});

test('interest is paid for the locked time alone, and only from what others put in', async () => {
  const first = await open(2n, parseEther('100'));
  const second = await open(2n, parseEther('100'));
  await chain.wait(3 * YEAR_SECONDS);
  await chain.run(owner, { ...gOpen, functionName: 'transfer', args: [staking.address, parseEther('12')] });

  const ended = await chain.run(staker, of('requestUnstake', first));
  expect(paidTo(ended.logs)).toEqual([parseEther('110')]); // 10 % of one year, not of three
  const poorer = await chain.run(staker, of('requestUnstake', second));
  expect(paidTo(poorer.logs)).toEqual([parseEther('102')]); // what was left of the reserve; the principal is whole
});

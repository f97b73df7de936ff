import { PROTOCOL_ACCOUNTS, type ChainActor } from '@tributary/devnet/chain';
import { parseEther, parseEventLogs, zeroAddress, zeroHash, type Address } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { market, registerPricedModel, settlement, startTestChain, type TestChain } from './startTestChain.js';

interface PayoutItem {
  recipient: Address;
  role: number;
  contributionId: bigint;
  amountWei: bigint;
}

let chain: TestChain;
let trainer: ChainActor;
let payer: ChainActor;
let gateway: ChainActor;
let stranger: ChainActor;
let modelId: bigint;
let inferenceId: bigint;

/** By the policy of `registerPricedModel`, 1,000 tokens in and none out. */
const FEE_WEI = 1_007n;

beforeAll(async () => {
  chain = await startTestChain();
  trainer = chain.actor('trainer', 4);
  payer = chain.actor('payer', 5);
  gateway = chain.actor('gateway', 6);
  stranger = chain.actor('stranger', 7);
  modelId = await registerPricedModel(chain, trainer);
  await chain.run(payer, { ...market, functionName: 'deposit', args: [], valueWei: parseEther('1') });
  await chain.run(payer, { ...market, functionName: 'approveGateway', args: [gateway.address, parseEther('1')] });
});

beforeEach(async () => {
  const args = [payer.address, modelId, 1_000n, 0n, zeroHash, ''] as const;
  await chain.run(gateway, { ...market, functionName: 'settle', args });
  inferenceId = await payer.client.readContract({ ...market, functionName: 'inferenceCount' });
});

afterAll(() => chain.anvil.stop());

function item(amountWei: bigint, overrides: Partial<PayoutItem> = {}): PayoutItem {
  return { recipient: stranger.address, role: 3, contributionId: 1n, amountWei, ...overrides };
}

function payout(items: PayoutItem[], valueWei = 0n, ofInferenceId = inferenceId) {
  return { ...settlement, functionName: 'payOut', args: [ofInferenceId, items], valueWei } as const;
}

function posting(ofInferenceId = inferenceId, weights = [1n]) {
  const args = [ofInferenceId, 'gradient/1', zeroHash, zeroHash, [1n], weights] as const;
  return { ...settlement, functionName: 'postAttribution', args } as const;
}

function challenge() {
  return { ...settlement, functionName: 'challenge', args: [inferenceId, zeroHash] } as const;
}

function ruling(upheld: boolean, correctedWei: bigint, items: PayoutItem[] = [], valueWei = 0n) {
  const args = [inferenceId, upheld, correctedWei, items] as const;
  return { ...settlement, functionName: 'resolveChallenge', args, valueWei } as const;
}

async function escrowWei(): Promise<bigint> {
  const args = [inferenceId] as const;
  return (await payer.client.readContract({ ...settlement, functionName: 'inference', args })).escrowWei;
}

function owed(address: Address): Promise<bigint> {
  return payer.client.readContract({ ...settlement, functionName: 'balanceOf', args: [address] });
}

describe('posting and paying', () => {
  test('are for the model owner and the settling gateway', async () => {
    for (const outsider of [stranger, payer, chain.arbiter]) {
      expect(await chain.refusalOf(outsider, posting())).toBe('NotOperator');
      expect(await chain.refusalOf(outsider, payout([item(1n)]))).toBe('NotOperator');
    }
    for (const operator of [trainer, gateway]) {
      expect(await chain.refusalOf(operator, posting())).toBeNull();
      expect(await chain.refusalOf(operator, payout([item(1n)]))).toBeNull();
    }
    expect(await chain.refusalOf(gateway, posting(999n))).toBe('UnknownInference');
    expect(await chain.refusalOf(gateway, payout([item(1n)], 0n, 999n))).toBe('UnknownInference');
  });

  test('happen once, whoever of the two was first', async () => {
    await chain.run(gateway, posting());
    expect(await chain.refusalOf(trainer, posting())).toBe('AttributionAlreadyPosted');
    await chain.run(trainer, payout([item(1n)]));
    expect(await chain.refusalOf(gateway, payout([item(1n)]))).toBe('AlreadyPaidOut');
  });

  test('one datanet weight for each datanet', async () => {
    expect(await chain.refusalOf(gateway, posting(inferenceId, [1n, 2n]))).toBe('LengthMismatch');
  });
});

describe('a payout', () => {
  test('is credited item by item and leaves the rest as escrow', async () => {
    const before = await owed(stranger.address);
    const items = [item(600n), item(300n, { contributionId: 2n }), item(7n, { role: 0, contributionId: 0n })];
    const { logs } = await chain.run(gateway, payout(items));
    const events = parseEventLogs({ abi: settlement.abi, eventName: 'Payout', logs });
    expect(events.map(({ args: { inferenceId: _, ...rest } }) => rest)).toEqual(items);
    expect(await owed(stranger.address)).toBe(before + 907n);
    expect(await escrowWei()).toBe(100n);
  });

  test('never exceeds the escrow and what the operator adds', async () => {
    expect(await chain.refusalOf(gateway, payout([item(FEE_WEI + 1n)]))).toBe('PayoutExceedsEscrow');
    expect(await chain.refusalOf(gateway, payout([item(FEE_WEI), item(1n)]))).toBe('PayoutExceedsEscrow');
    expect(await chain.refusalOf(gateway, payout([item(FEE_WEI + 6n)], 5n))).toBe('PayoutExceedsEscrow');
    await chain.run(gateway, payout([item(FEE_WEI + 4n)], 5n));
    expect(await escrowWei()).toBe(1n);
  });

  test('names a recipient, a known role, and a contribution exactly when it is for one', async () => {
    const refusals: [Partial<PayoutItem>, string][] = [
      [{ recipient: zeroAddress }, 'MissingRecipient'],
      [{ role: 5, contributionId: 0n }, 'UnknownRole'],
      [{ role: 3, contributionId: 0n }, 'RoleContributionMismatch'],
      [{ role: 1, contributionId: 1n }, 'RoleContributionMismatch'],
    ];
    for (const [overrides, errorName] of refusals) {
      expect(await chain.refusalOf(gateway, payout([item(1n, overrides)]))).toBe(errorName);
    }
    expect(await chain.refusalOf(gateway, payout([]))).toBe('NoPayoutItems');
  });

  test('is claimed once', async () => {
    await chain.run(gateway, payout([item(10n)]));
    const amountWei = await owed(stranger.address);
    const claim = { ...settlement, functionName: 'claim', args: [] } as const;
    const { logs } = await chain.run(stranger, claim);
    const [event] = parseEventLogs({ abi: settlement.abi, eventName: 'RewardClaimed', logs });
    expect(event?.args).toEqual({ recipient: stranger.address, amountWei });
    expect(await chain.refusalOf(stranger, claim)).toBe('NothingToClaim');
  });
});

describe('a challenge', () => {
  test('is anyone’s, one at a time, and decided by the arbiter alone', async () => {
    expect(await chain.refusalOf(chain.arbiter, ruling(true, 0n))).toBe('NoOpenChallenge');
    await chain.run(stranger, challenge());
    expect(await chain.refusalOf(payer, challenge())).toBe('ChallengeAlreadyOpen');
    expect(await chain.refusalOf(trainer, ruling(true, 0n))).toBe('OwnableUnauthorizedAccount');
    await chain.run(chain.arbiter, ruling(true, 500n));
    expect(await chain.refusalOf(payer, challenge())).toBeNull();
  });

  test('upheld may be put right from what is left and what the arbiter adds', async () => {
    await chain.run(gateway, payout([item(1_000n)]));
    await chain.run(stranger, challenge());
    expect(await chain.refusalOf(chain.arbiter, ruling(true, 9n, [item(10n)], 10n))).toBe('CorrectionsExceedRuling');
    expect(await chain.refusalOf(chain.arbiter, ruling(true, 10n, [item(10n)]))).toBe('PayoutExceedsEscrow');
    const before = await owed(payer.address);
    const { logs } = await chain.run(chain.arbiter, ruling(true, 50n, [item(10n, { recipient: payer.address })], 3n));
    expect(parseEventLogs({ abi: settlement.abi, logs }).map((event) => event.eventName)).toEqual([
      'ChallengeResolved',
      'Payout',
    ]);
    expect(await owed(payer.address)).toBe(before + 10n);
    expect(await escrowWei()).toBe(0n);
  });

  test('rejected moves nothing', async () => {
    await chain.run(stranger, challenge());
    for (const call of [ruling(false, 1n), ruling(false, 0n, [item(0n)]), ruling(false, 0n, [], 1n)]) {
      expect(await chain.refusalOf(chain.arbiter, call)).toBe('RejectedChallengePaysNothing');
    }
    await chain.run(chain.arbiter, ruling(false, 0n));
    expect(await escrowWei()).toBe(FEE_WEI);
  });
});

describe('the wiring', () => {
  test('only the market brings fees in, and it is named once', async () => {
    const args = [1_000n, modelId, stranger.address] as const;
    expect(await chain.refusalOf(stranger, { ...settlement, functionName: 'escrow', args })).toBe('NotMarket');
    const setMarket = { ...settlement, functionName: 'setMarket', args: [stranger.address] } as const;
    expect(await chain.refusalOf(chain.arbiter, setMarket)).toBe('MarketAlreadySet');
    expect(await chain.refusalOf(stranger, setMarket)).toBe('OwnableUnauthorizedAccount');
  });

  test('the owner names the protocol’s recipients', async () => {
    const platform = chain.actor('platform', PROTOCOL_ACCOUNTS.platform).address;
    expect(await payer.client.readContract({ ...settlement, functionName: 'platformRecipient' })).toBe(platform);
    const setRecipients = (to: Address) =>
      ({ ...settlement, functionName: 'setRecipients', args: [to, platform] }) as const;
    expect(await chain.refusalOf(stranger, setRecipients(platform))).toBe('OwnableUnauthorizedAccount');
    expect(await chain.refusalOf(chain.arbiter, setRecipients(zeroAddress))).toBe('MissingRecipient');
    const { logs } = await chain.run(chain.arbiter, setRecipients(stranger.address));
    const [event] = parseEventLogs({ abi: settlement.abi, eventName: 'ProtocolRecipientsSet', logs });
    expect(event?.args).toEqual({ platformRecipient: stranger.address, stakerRecipient: platform });
  });
});

import type { ChainActor } from '@tributary/devnet/chain';
import { parseEventLogs, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { market, models, registerPricedModel, settlement, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let trainer: ChainActor;
let payer: ChainActor;
let gateway: ChainActor;
let modelId: bigint;

beforeAll(async () => {
  chain = await startTestChain();
  trainer = chain.actor('trainer', 4);
  payer = chain.actor('payer', 5);
  gateway = chain.actor('gateway', 6);
  modelId = await registerPricedModel(chain, trainer);
});

afterAll(() => chain.anvil.stop());

/** By the policy of `registerPricedModel`, 1,500 in and 999 out cost 1,500 + 1,998 + 7. */
const FEE_WEI = 3_505n;

function settling(forModelId = modelId, inputTokens = 1_500n, outputTokens = 999n) {
  const args = [payer.address, forModelId, inputTokens, outputTokens, zeroHash, 'ipfs://t'] as const;
  return { ...market, functionName: 'settle', args } as const;
}

function approval(limitWei: bigint) {
  return { ...market, functionName: 'approveGateway', args: [gateway.address, limitWei] } as const;
}

function depositOf(actor: ChainActor): Promise<bigint> {
  return actor.client.readContract({ ...market, functionName: 'depositOf', args: [actor.address] });
}

test('a gateway spends only within its limit and the deposit, and the fee becomes escrow', async () => {
  await chain.run(payer, { ...market, functionName: 'deposit', args: [], valueWei: 2n * FEE_WEI });
  expect(await chain.refusalOf(gateway, settling())).toBe('GatewayLimitExceeded');
  await chain.run(payer, approval(FEE_WEI - 1n));
  expect(await chain.refusalOf(gateway, settling())).toBe('GatewayLimitExceeded');
  await chain.run(payer, approval(2n * FEE_WEI - 1n));

  const { logs } = await chain.run(gateway, settling());
  const [event] = parseEventLogs({ abi: market.abi, eventName: 'InferenceSettled', logs });
  const inferenceId = event?.args.inferenceId ?? 0n;
  expect(event?.args).toMatchObject({ modelId, payer: payer.address, feeWei: FEE_WEI, inputTokens: 1_500n });
  expect(await depositOf(payer)).toBe(FEE_WEI);
  expect(await chain.balanceOf(market.address)).toBe(FEE_WEI);
  const inference = await gateway.client.readContract({
    ...settlement,
    functionName: 'inference',
    args: [inferenceId],
  });
  expect(inference).toMatchObject({ gateway: gateway.address, modelId, escrowWei: FEE_WEI, paidOut: false });

  // The limit went down with use; another wei of it does not help against an empty deposit.
  expect(await chain.refusalOf(gateway, settling())).toBe('GatewayLimitExceeded');
  await chain.run(payer, approval(10n * FEE_WEI));
  await chain.run(gateway, settling());
  expect(await chain.refusalOf(gateway, settling())).toBe('DepositTooSmall');
  await chain.run(payer, approval(0n));
  expect(await chain.refusalOf(gateway, settling())).toBe('GatewayLimitExceeded');
});

test('each part of the fee is rounded down by itself', async () => {
  const quote = (inputTokens: bigint, outputTokens: bigint): Promise<bigint> =>
    payer.client.readContract({ ...market, functionName: 'quote', args: [modelId, inputTokens, outputTokens] });
  expect(await quote(0n, 0n)).toBe(7n);
  expect(await quote(1_500n, 999n)).toBe(FEE_WEI);
  const policy = {
    inputRateWei: 1n,
    outputRateWei: 1n,
    platformFeeWei: 0n,
    modelBps: 10_000,
    stakerBps: 0,
    contributorBps: 0,
    unattributedRecipient: trainer.address,
  };
  const cheap = await registerPricedModel(chain, trainer);
  await chain.run(trainer, { ...models, functionName: 'setFeePolicy', args: [cheap, policy] });
  const args = [cheap, 999n, 1_999n] as const;
  expect(await payer.client.readContract({ ...market, functionName: 'quote', args })).toBe(1n); // 0.999 + 1.999
});

test('a model that is unknown, unpriced or retired cannot be settled for', async () => {
  expect(await chain.refusalOf(payer, settling(99n))).toBe('NoFeePolicy');
  await chain.run(trainer, { ...models, functionName: 'registerModel', args: [0n, 0, 'free', '', zeroHash, zeroHash] });
  const unpriced = await trainer.client.readContract({ ...models, functionName: 'modelCount' });
  expect(await chain.refusalOf(payer, settling(unpriced))).toBe('NoFeePolicy');
  const retired = await registerPricedModel(chain, trainer);
  await chain.run(trainer, { ...models, functionName: 'deprecateModel', args: [retired] });
  expect(await chain.refusalOf(payer, settling(retired))).toBe('ModelIsDeprecated');
});

test('a payer settles without a limit and takes out what is left, no more', async () => {
  const before = await depositOf(payer);
  await chain.run(payer, { ...market, functionName: 'deposit', args: [], valueWei: FEE_WEI + 5n });
  await chain.run(payer, settling());
  expect(await depositOf(payer)).toBe(before + 5n);
  const withdraw = (amountWei: bigint) => ({ ...market, functionName: 'withdraw', args: [amountWei] }) as const;
  expect(await chain.refusalOf(payer, withdraw(before + 6n))).toBe('DepositTooSmall');
  expect(await chain.refusalOf(gateway, withdraw(1n))).toBe('DepositTooSmall');
  await chain.run(payer, withdraw(before + 5n));
  expect(await depositOf(payer)).toBe(0n);
  expect(await chain.balanceOf(market.address)).toBe(0n);
});

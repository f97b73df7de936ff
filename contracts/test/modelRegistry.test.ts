import type { ChainActor } from '@tributary/devnet/chain';
import { parseEventLogs, zeroAddress, zeroHash, type Address } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { models, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let trainer: ChainActor;
let stranger: ChainActor;

beforeAll(async () => {
  chain = await startTestChain();
  trainer = chain.actor('trainer', 4);
  stranger = chain.actor('stranger', 5);
  await chain.run(trainer, registration(0n, 0));
});

afterAll(() => chain.anvil.stop());

function registration(baseModelId: bigint, kind: number) {
  const args = [baseModelId, kind, 'model', 'ipfs://a', zeroHash, zeroHash] as const;
  return { ...models, functionName: 'registerModel', args } as const;
}

function policy(modelId: bigint, bps: [number, number, number], unattributedRecipient = trainer.address) {
  const [modelBps, stakerBps, contributorBps] = bps;
  const rates = { inputRateWei: 1n, outputRateWei: 2n, platformFeeWei: 3n };
  const value = { ...rates, modelBps, stakerBps, contributorBps, unattributedRecipient };
  return { ...models, functionName: 'setFeePolicy', args: [modelId, value] } as const;
}

test('a base has no base, every other kind names an earlier model', async () => {
  expect(await chain.refusalOf(trainer, registration(1n, 0))).toBe('BaseModelMismatch');
  expect(await chain.refusalOf(trainer, registration(0n, 1))).toBe('BaseModelMismatch');
  expect(await chain.refusalOf(trainer, registration(0n, 2))).toBe('BaseModelMismatch');
  expect(await chain.refusalOf(trainer, registration(2n, 1))).toBe('UnknownModel'); // itself
  expect(await chain.refusalOf(trainer, registration(1n, 3))).toBe('UnknownModelKind');
  const { logs } = await chain.run(trainer, registration(1n, 1));
  const [event] = parseEventLogs({ abi: models.abi, eventName: 'ModelRegistered', logs });
  expect(event?.args).toMatchObject({ modelId: 2n, baseModelId: 1n, kind: 1, owner: trainer.address });
});

test('the three bps sum to 10,000 and somebody gets what nobody earned', async () => {
  for (const bps of [
    [10_000, 0, 1],
    [3_000, 1_000, 5_999],
    [0, 0, 0],
    [65_535, 10_001, 0], // 10,000 in sixteen bits
  ] as const) {
    expect(await chain.refusalOf(trainer, policy(1n, [...bps]))).toBe('BpsSumMismatch');
  }
  expect(await chain.refusalOf(trainer, policy(1n, [0, 0, 10_000], zeroAddress))).toBe('MissingUnattributedRecipient');
  await chain.run(trainer, policy(1n, [3_000, 1_000, 6_000]));
  expect(await trainer.client.readContract({ ...models, functionName: 'feePolicy', args: [1n] })).toMatchObject({
    inputRateWei: 1n,
    outputRateWei: 2n,
    platformFeeWei: 3n,
    contributorBps: 6_000,
  });
});

test('only the owner speaks for a model, and nobody for an unknown or a retired one', async () => {
  await chain.run(trainer, registration(0n, 0));
  const modelId = await trainer.client.readContract({ ...models, functionName: 'modelCount' });
  const statementsOf = (id: bigint) =>
    [
      policy(id, [10_000, 0, 0]),
      { ...models, functionName: 'recordTrainingRun', args: [id, zeroHash, [1n], [1n]] },
      { ...models, functionName: 'commitAttributionIndex', args: [id, 'gradient/1', zeroHash, 1n, 2, 'ipfs://i'] },
      { ...models, functionName: 'deprecateModel', args: [id] },
    ] as const;

  for (const statement of statementsOf(modelId))
    expect(await chain.refusalOf(stranger, statement)).toBe('NotModelOwner');
  for (const statement of statementsOf(99n)) expect(await chain.refusalOf(trainer, statement)).toBe('UnknownModel');
  for (const statement of statementsOf(modelId)) await chain.run(trainer, statement);
  for (const statement of statementsOf(modelId)) {
    expect(await chain.refusalOf(trainer, statement)).toBe('ModelIsDeprecated');
  }
  const entry = await trainer.client.readContract({ ...models, functionName: 'model', args: [modelId] });
  expect(entry).toEqual({ owner: trainer.address, kind: 0, deprecated: true, baseModelId: 0n });
});

test('a training run names one version for each datanet', async () => {
  const run = { ...models, functionName: 'recordTrainingRun', args: [1n, zeroHash, [1n, 2n], [1n]] } as const;
  expect(await chain.refusalOf(trainer, run)).toBe('LengthMismatch');
});

test('whoever the fee policy was handed to sets it, and nobody else until it is handed back', async () => {
  const handOver = (controller: Address) =>
    ({ ...models, functionName: 'setFeePolicyController', args: [1n, controller] }) as const;
  const pricing = policy(1n, [10_000, 0, 0]);
  expect(await chain.refusalOf(stranger, handOver(stranger.address))).toBe('NotModelOwner');
  const { logs } = await chain.run(trainer, handOver(stranger.address));
  const [event] = parseEventLogs({ abi: models.abi, eventName: 'FeePolicyControllerSet', logs });
  expect(event?.args).toEqual({ modelId: 1n, controller: stranger.address });

  expect(await chain.refusalOf(trainer, pricing)).toBe('NotFeePolicyController');
  expect(await chain.refusalOf(trainer, handOver(zeroAddress))).toBe('NotFeePolicyController');
  expect(await chain.refusalOf(stranger, pricing)).toBeNull();
  // The model itself stays its owner's.
  const deprecation = { ...models, functionName: 'deprecateModel', args: [1n] } as const;
  expect(await chain.refusalOf(stranger, deprecation)).toBe('NotModelOwner');
  expect(await chain.refusalOf(trainer, deprecation)).toBeNull();

  await chain.run(stranger, handOver(zeroAddress));
  expect(await chain.refusalOf(stranger, pricing)).toBe('NotModelOwner');
  expect(await chain.refusalOf(trainer, pricing)).toBeNull();
});

test('a retired model has no price any more, whoever set it', async () => {
  await chain.run(trainer, registration(0n, 0));
  const modelId = await trainer.client.readContract({ ...models, functionName: 'modelCount' });
  const args = [modelId, stranger.address] as const;
  await chain.run(trainer, { ...models, functionName: 'setFeePolicyController', args });
  await chain.run(trainer, { ...models, functionName: 'deprecateModel', args: [modelId] });
  expect(await chain.refusalOf(stranger, policy(modelId, [10_000, 0, 0]))).toBe('ModelIsDeprecated');
});

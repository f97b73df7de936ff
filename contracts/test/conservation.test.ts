import type { ChainActor } from '@tributary/devnet/chain';
import fc from 'fast-check';
import { parseEventLogs, zeroHash, type Address, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { market, models, settlement, startTestChain, type TestChain } from './startTestChain.js';

const BATCH = 50;
const BATCHES = 4;
/** Small, so that a whole batch fits into one block. */
const GAS_LIMIT = 800_000n;

let chain: TestChain;
let trainer: ChainActor;
let payer: ChainActor;
let gateway: ChainActor;
let recipients: ChainActor[];

beforeAll(async () => {
  chain = await startTestChain();
  trainer = chain.actor('trainer', 4);
  payer = chain.actor('payer', 5);
  gateway = chain.actor('gateway', 6);
  recipients = [7, 8, 9, 10].map((index) => chain.actor(`recipient ${index}`, index));
  // Far more than there will ever be of OPEN; anvil's pool miscounts a balance that does not fit 128 bits.
  for (const { address } of [payer, gateway]) {
    const params = [address, `0x${(2n ** 127n).toString(16)}`];
    await payer.client.request({ method: 'anvil_setBalance' as never, params: params as never });
  }
  const limit = 2n ** 126n;
  await chain.run(payer, { ...market, functionName: 'deposit', args: [], valueWei: limit });
  await chain.run(payer, { ...market, functionName: 'approveGateway', args: [gateway.address, limit] });
  await chain.run(trainer, { ...models, functionName: 'registerModel', args: [0n, 0, 'm', '', zeroHash, zeroHash] });
});

afterAll(() => chain.anvil.stop());

/** Up to an OPEN a token; with as many tokens as the type holds, 200 fees stay under 2¹²⁴ wei. */
const rateWei = fc.oneof(fc.bigInt(0n, 5_000n), fc.bigInt(0n, 10n ** 18n));
const tokens = fc.oneof(fc.bigInt(0n, 4_000n), fc.bigInt(0n, 2n ** 64n - 1n));
const caseArbitrary = fc.record({
  inputRateWei: rateWei,
  outputRateWei: rateWei,
  platformFeeWei: rateWei,
  modelBps: fc.integer({ min: 0, max: 5_000 }),
  stakerBps: fc.integer({ min: 0, max: 5_000 }),
  inputTokens: tokens,
  outputTokens: tokens,
  /** What the operator adds. */
  addedWei: fc.oneof(fc.constant(0n), fc.bigInt(0n, 10n ** 30n)),
  /** How much of what there is gets paid, and in which parts to whom. */
  paidBps: fc.oneof(fc.constant(10_000n), fc.bigInt(0n, 10_000n)),
  parts: fc.array(fc.record({ to: fc.nat({ max: 3 }), weight: fc.bigInt(1n, 1_000n) }), { minLength: 1, maxLength: 6 }),
});
type Case = typeof caseArbitrary extends fc.Arbitrary<infer value> ? value : never;

function feeOf({ inputTokens, inputRateWei, outputTokens, outputRateWei, platformFeeWei }: Case): bigint {
  return (inputTokens * inputRateWei) / 1_000n + (outputTokens * outputRateWei) / 1_000n + platformFeeWei;
}

function payoutsOf(one: Case): { recipient: Address; role: number; contributionId: bigint; amountWei: bigint }[] {
  const targetWei = ((feeOf(one) + one.addedWei) * one.paidBps) / 10_000n;
  const weightSum = one.parts.reduce((sum, part) => sum + part.weight, 0n);
  return one.parts.map(({ to, weight }, index) => ({
    recipient: (recipients[to] as ChainActor).address,
    role: 3,
    contributionId: BigInt(index + 1),
    amountWei: (targetWei * weight) / weightSum,
  }));
}

/** Prices and settles every case in one block, each under its own policy; gives the inference ids in order. */
async function settleAll(cases: Case[]): Promise<{ inferenceId: bigint; feeWei: bigint }[]> {
  const hashes: Hex[] = [];
  for (const one of cases) {
    const { inputRateWei, outputRateWei, platformFeeWei, modelBps, stakerBps } = one;
    const contributorBps = 10_000 - modelBps - stakerBps;
    const shares = { modelBps, stakerBps, contributorBps, unattributedRecipient: trainer.address };
    const policy = { inputRateWei, outputRateWei, platformFeeWei, ...shares };
    await trainer.send({ ...models, functionName: 'setFeePolicy', args: [1n, policy], gasLimit: GAS_LIMIT });
    const args = [payer.address, 1n, one.inputTokens, one.outputTokens, zeroHash, ''] as const;
    hashes.push(await gateway.send({ ...market, functionName: 'settle', args, gasLimit: GAS_LIMIT }));
  }
  await chain.anvil.mine();
  await trainer.waitForAll();
  const receipts = await gateway.waitForAll();
  expect(receipts.map((receipt) => receipt.transactionHash)).toEqual(hashes);
  const logs = receipts.flatMap((receipt) => receipt.logs);
  return parseEventLogs({ abi: market.abi, eventName: 'InferenceSettled', logs }).map((event) => event.args);
}

test('every wei of every fee is escrow, somebody’s balance, or claimed', async () => {
  let escrowSumWei = 0n;
  await fc.assert(
    fc.asyncProperty(fc.array(caseArbitrary, { minLength: BATCH, maxLength: BATCH }), async (cases) => {
      const settled = await settleAll(cases);
      expect(settled.map((inference) => inference.feeWei)).toEqual(cases.map(feeOf));

      for (const [index, one] of cases.entries()) {
        const args = [settled[index]?.inferenceId ?? 0n, payoutsOf(one)] as const;
        const call = { ...settlement, functionName: 'payOut', args, gasLimit: GAS_LIMIT } as const;
        await gateway.send({ ...call, valueWei: one.addedWei });
      }
      await chain.anvil.mine();
      await gateway.waitForAll();

      for (const [index, one] of cases.entries()) {
        const args = [settled[index]?.inferenceId ?? 0n] as const;
        const { escrowWei } = await payer.client.readContract({ ...settlement, functionName: 'inference', args });
        const paidWei = payoutsOf(one).reduce((sum, item) => sum + item.amountWei, 0n);
        expect(escrowWei).toBe(feeOf(one) + one.addedWei - paidWei);
        escrowSumWei += escrowWei;
      }
      const owedWei = await Promise.all(
        recipients.map(({ address }) =>
          payer.client.readContract({ ...settlement, functionName: 'balanceOf', args: [address] }),
        ),
      );
      const owedSumWei = owedWei.reduce((sum, one) => sum + one, 0n);
      expect(await chain.balanceOf(settlement.address)).toBe(escrowSumWei + owedSumWei);
      const depositWei = await payer.client.readContract({
        ...market,
        functionName: 'depositOf',
        args: [payer.address],
      });
      expect(await chain.balanceOf(market.address)).toBe(depositWei);
    }),
    // A failing batch would be shrunk on a chain that has gone on: show it as it is.
    { numRuns: BATCHES, endOnFailure: true },
  );

  for (const recipient of recipients) {
    const owedWei = await payer.client.readContract({
      ...settlement,
      functionName: 'balanceOf',
      args: [recipient.address],
    });
    if (owedWei > 0n) await chain.run(recipient, { ...settlement, functionName: 'claim', args: [] });
  }
  expect(await chain.balanceOf(settlement.address)).toBe(escrowSumWei);
});

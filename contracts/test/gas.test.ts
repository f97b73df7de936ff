import type { ChainActor } from '@tributary/devnet/chain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { market, registerPricedModel, settlement, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let gateway: ChainActor;
let payer: ChainActor;

/** Digests and URIs as long and as full of non-zero bytes as real ones. */
const DIGEST = `0x${'5c'.repeat(32)}` as const;
const IPFS_URI = `ipfs://${'b'.repeat(59)}`;

beforeAll(async () => {
  chain = await startTestChain();
  gateway = chain.actor('gateway', 4);
  payer = chain.actor('payer', 5);
  await registerPricedModel(chain, gateway);
  await chain.run(payer, { ...market, functionName: 'deposit', args: [], valueWei: 10_000_000n });
  await chain.run(payer, { ...market, functionName: 'approveGateway', args: [gateway.address, 10_000_000n] });
});

afterAll(() => chain.anvil.stop());

async function serveOnce(): Promise<{ settle: bigint; postAttribution: bigint; payOut: bigint }> {
  const settleArgs = [payer.address, 1n, 1_000n, 1_000n, DIGEST, IPFS_URI] as const;
  const settled = await chain.run(gateway, { ...market, functionName: 'settle', args: settleArgs });
  const inferenceId = await payer.client.readContract({ ...market, functionName: 'inferenceCount' });
  const postArgs = [inferenceId, 'gradient/1', DIGEST, DIGEST, [1n, 2n], [600n, 400n]] as const;
  const posted = await chain.run(gateway, { ...settlement, functionName: 'postAttribution', args: postArgs });
  const items = Array.from({ length: 10 }, (_, index) => ({
    recipient: `0x${(index + 1).toString(16).padStart(40, '0')}` as const,
    role: 3,
    contributionId: BigInt(index + 1),
    amountWei: 100n,
  }));
  const paid = await chain.run(gateway, { ...settlement, functionName: 'payOut', args: [inferenceId, items] });
  return { settle: settled.gasUsed, postAttribution: posted.gasUsed, payOut: paid.gasUsed };
}

test('one answer costs what it did when last looked at, and no more', async () => {
  const first = await serveOnce();
  expect(first.settle).toBeLessThan(165_000n);
  expect(first.postAttribution).toBeLessThan(37_000n);
  expect(first.payOut).toBeLessThan(305_000n); // ten recipients paid for the first time
  const later = await serveOnce();
  expect(later.settle).toBeLessThan(148_000n);
  expect(later.payOut).toBeLessThan(132_000n); // the same ten again
});

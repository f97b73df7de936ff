import type { ChainActor } from '@tributary/devnet/chain';
import { encodeFunctionData, parseEther, zeroHash, type Abi, type Address, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileSolidity } from '../scripts/compileSolidity.mjs';
import { market, registerPricedModel, registry, settlement, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let attacker: ChainActor;
let victim: ChainActor;
let reenterer: { address: Address; abi: Abi };

beforeAll(async () => {
  chain = await startTestChain();
  attacker = chain.actor('attacker', 4);
  victim = chain.actor('victim', 5);
  const [artifact] = await compileSolidity(['test/solidity/Reenterer.sol']);
  if (!artifact) throw new Error('Reenterer.sol gave no artifact.');
  const { abi, bytecode } = artifact;
  const hash = await attacker.sendRaw({ functionName: 'creation of Reenterer', abi, data: bytecode });
  await chain.anvil.mine();
  const { contractAddress } = await attacker.waitFor(hash);
  if (!contractAddress) throw new Error('Reenterer was not created.');
  reenterer = { address: contractAddress, abi };
});

afterAll(() => chain.anvil.stop());

async function execute(to: Address, data: Hex, valueWei = 0n): Promise<void> {
  await chain.run(attacker, { ...reenterer, functionName: 'execute', args: [to, data], valueWei });
}

/** Takes money out of `target` with `data`, and tries to do so again while being paid. */
async function attack(target: Address, data: Hex): Promise<{ gainedWei: bigint; attempts: bigint; successes: bigint }> {
  const read = (functionName: string): Promise<bigint> =>
    attacker.client.readContract({ ...reenterer, functionName }) as Promise<bigint>;
  const [beforeWei, attempts, successes] = [
    await chain.balanceOf(reenterer.address),
    await read('attempts'),
    await read('successes'),
  ];
  await chain.run(attacker, { ...reenterer, functionName: 'arm', args: [target, data] });
  await execute(target, data);
  return {
    gainedWei: (await chain.balanceOf(reenterer.address)) - beforeWei,
    attempts: (await read('attempts')) - attempts,
    successes: (await read('successes')) - successes,
  };
}

test('re-entering a claim of rewards takes nothing that is owed to others', async () => {
  const modelId = await registerPricedModel(chain, attacker);
  await chain.run(victim, { ...market, functionName: 'deposit', args: [], valueWei: 10_000n });
  const settle = [victim.address, modelId, 1_000n, 0n, zeroHash, ''] as const;
  await chain.run(victim, { ...market, functionName: 'settle', args: settle });
  const items = [
    { recipient: reenterer.address, role: 1, contributionId: 0n, amountWei: 400n },
    { recipient: victim.address, role: 2, contributionId: 0n, amountWei: 600n },
  ];
  await chain.run(attacker, { ...settlement, functionName: 'payOut', args: [1n, items] });

  const outcome = await attack(settlement.address, encodeFunctionData({ ...settlement, functionName: 'claim' }));
  expect(outcome).toEqual({ gainedWei: 400n, attempts: 1n, successes: 0n });
  expect(await chain.balanceOf(settlement.address)).toBe(607n);
  await chain.run(victim, { ...settlement, functionName: 'claim', args: [] });
});

test('re-entering a claim of stake takes no stake of others', async () => {
  await chain.run(victim, { ...registry, functionName: 'createDatanet', args: ['net', '', zeroHash] });
  const args = [1n, `0x${'01'.repeat(32)}`, '', 'MIT', 1n, 1n] as const;
  const submission = { ...registry, functionName: 'submitContribution', args } as const;
  await chain.run(victim, { ...submission, valueWei: 5_000n });
  await execute(registry.address, encodeFunctionData(submission), 100n);
  await execute(
    registry.address,
    encodeFunctionData({ ...registry, functionName: 'withdrawContribution', args: [2n, ''] }),
  );

  const outcome = await attack(registry.address, encodeFunctionData({ ...registry, functionName: 'claimStake' }));
  expect(outcome).toEqual({ gainedWei: 100n, attempts: 1n, successes: 0n });
  expect(await chain.balanceOf(registry.address)).toBe(5_000n);
});

test('re-entering a withdrawal is refused even where the deposit would allow it', async () => {
  await chain.run(victim, { ...market, functionName: 'deposit', args: [], valueWei: parseEther('1') });
  await execute(market.address, encodeFunctionData({ ...market, functionName: 'deposit' }), 100n);
  const data = encodeFunctionData({ ...market, functionName: 'withdraw', args: [40n] });
  expect(await attack(market.address, data)).toEqual({ gainedWei: 40n, attempts: 1n, successes: 0n });
});

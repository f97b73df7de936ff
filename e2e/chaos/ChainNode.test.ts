import { ChainActor, deployContracts, startAnvil, type Anvil } from '@tributary/devnet/chain';
import { createPublicClient, http, type Hex, type PublicClient } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChainNode } from './ChainNode.ts';
import type { Deed } from './ChaosEvent.ts';

let anvil: Anvil;
let chain: PublicClient;
let node: ChainNode;
let actors: ChainActor[];

beforeEach(async () => {
  anvil = await startAnvil({ port: 0 });
  await deployContracts(anvil);
  chain = createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 });
  node = new ChainNode(anvil.rpcUrl);
  const { rpcUrl, chainId } = anvil;
  actors = [4, 5, 6].map(
    (accountIndex) => new ChainActor({ name: `actor ${accountIndex}`, accountIndex, rpcUrl, chainId }),
  );
  await anvil.mine(8);
});
afterEach(() => anvil.stop());

/** Two transactions of everybody. */
async function act(): Promise<Hex[]> {
  const transaction = (actor: ChainActor) => ({
    functionName: 'nothing',
    abi: [],
    to: actor.address,
    data: '0x' as const,
  });
  return Promise.all(actors.flatMap((actor) => [actor, actor]).map((actor) => actor.sendRaw(transaction(actor))));
}

async function actAndMine(blocks: number): Promise<Hex[]> {
  const hashes: Hex[][] = [];
  for (let block = 0; block < blocks; block++) {
    hashes.push(await act());
    await anvil.mine();
  }
  return hashes.flat();
}

async function areMined(hashes: Hex[]): Promise<boolean[]> {
  return Promise.all(
    hashes.map((hash) =>
      chain.getTransactionReceipt({ hash }).then(
        () => true,
        () => false,
      ),
    ),
  );
}

const reorg = (deed: Partial<Deed & { kind: 'reorg' }>): Promise<string> =>
  node.reorganise(
    { kind: 'reorg', shape: 'same height', depth: 4, kept: 'all', growth: 2, stillMs: 0, staleMs: 0, ...deed },
    'seed',
  );

describe.each(['same height', 'shorter', 'longer'] as const)('a reorg: %s', (shape) => {
  it.each(['all', 'some', 'none'] as const)('%s transactions kept, and what waited is mined later', async (kept) => {
    const mined = await actAndMine(6);
    const waiting = await act();
    const before = await node.fetchHead();
    const outcome = await reorg({ shape, kept });

    const after = await node.fetchHead();
    expect(after.number).toBe(before.number + { 'same height': 0, shorter: -4, longer: 2 }[shape]);
    expect(after.hash).not.toBe(before.hash);
    await anvil.mine(3);
    expect(await areMined(waiting), outcome).toEqual(waiting.map(() => true));
    const lost = (await areMined(mined)).filter((isMined) => !isMined).length;
    if (kept === 'all') expect(lost).toBe(0);
    if (kept === 'none') expect(lost).toBe(4 * 6);
    if (kept === 'some') expect(lost % 8).toBe(0);
    expect(outcome).toContain(`${lost} of 24 transactions gone`);

    await actAndMine(1);
    expect(await node.fetchPendingCount()).toBe(0);
  });
});

it('keeps what the actors have in mind, in however deep a reorg', async () => {
  const early = await actAndMine(2);
  await node.markSettled();
  const late = await actAndMine(2);
  expect(await reorg({ depth: 30, kept: 'none' })).toContain('12 of 24 transactions gone');
  expect(await areMined(early)).toEqual(early.map(() => true));
  expect(await areMined(late)).toEqual(late.map(() => false));
  node.unmarkSettled();
  await anvil.mine();
  expect(await reorg({ depth: 30, kept: 'none' })).toMatch(/blocks 6–\d+ became .*, 24 of 24 transactions gone/);
});

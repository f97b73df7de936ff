import { PROTOCOL_ACCOUNTS, type ChainActor } from '@tributary/devnet/chain';
import { parseEventLogs, zeroHash, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry, startTestChain, type TestChain } from './startTestChain.js';

const DIGEST: Hex = `0x${'ab'.repeat(32)}`;

let chain: TestChain;
let curator: ChainActor;
let contributor: ChainActor;
let stranger: ChainActor;
let datanetId: bigint;

beforeAll(async () => {
  chain = await startTestChain();
  curator = chain.actor('curator', 4);
  contributor = chain.actor('contributor', 5);
  stranger = chain.actor('stranger', 6);
  await chain.run(curator, { ...registry, functionName: 'createDatanet', args: ['net', 'ipfs://m', zeroHash] });
  datanetId = await curator.client.readContract({ ...registry, functionName: 'datanetCount' });
});

afterAll(() => chain.anvil.stop());

async function submit(stakeWei: bigint): Promise<bigint> {
  await chain.run(contributor, submission(datanetId, DIGEST, stakeWei));
  return contributor.client.readContract({ ...registry, functionName: 'contributionCount' });
}

function submission(intoDatanetId: bigint, digest: Hex, valueWei: bigint) {
  const args = [intoDatanetId, digest, 'ipfs://c', 'MIT', 10n, 200n] as const;
  return { ...registry, functionName: 'submitContribution', args, valueWei } as const;
}

function review(contributionId: bigint, accepted = true, qualityBps = 9_000) {
  return { ...registry, functionName: 'reviewContribution', args: [contributionId, accepted, qualityBps, ''] } as const;
}

function withdrawal(contributionId: bigint) {
  return { ...registry, functionName: 'withdrawContribution', args: [contributionId, 'mine'] } as const;
}

function penalty(contributionId: bigint, bps: number) {
  return { ...registry, functionName: 'penalizeContributor', args: [contributionId, bps, 'copied'] } as const;
}

function publication(contributionCount: bigint, root: Hex = DIGEST) {
  return { ...registry, functionName: 'publishVersion', args: [datanetId, root, contributionCount] } as const;
}

function claimable(actor: ChainActor): Promise<bigint> {
  return actor.client.readContract({ ...registry, functionName: 'claimableStakeWei', args: [actor.address] });
}

test('a contribution needs a known datanet and a digest', async () => {
  expect(await chain.refusalOf(contributor, submission(99n, DIGEST, 0n))).toBe('UnknownDatanet');
  expect(await chain.refusalOf(contributor, submission(datanetId, zeroHash, 0n))).toBe('MissingContentDigest');
});

test('only the owner reviews, and only once', async () => {
  const id = await submit(0n);
  expect(await chain.refusalOf(stranger, review(id))).toBe('NotDatanetOwner');
  expect(await chain.refusalOf(contributor, review(id))).toBe('NotDatanetOwner');
  expect(await chain.refusalOf(curator, review(id + 1n))).toBe('UnknownContribution');
  expect(await chain.refusalOf(curator, review(id, true, 10_001))).toBe('BpsOutOfRange');
  await chain.run(curator, review(id));
  expect(await chain.refusalOf(curator, review(id, false))).toBe('AlreadyReviewed');
  expect(await curator.client.readContract({ ...registry, functionName: 'contribution', args: [id] })).toMatchObject({
    datanetId,
    contributor: contributor.address,
    state: 2,
    qualityBps: 9_000,
    contentDigest: DIGEST,
  });
});

test('only the contributor withdraws, once, and gets the whole stake back', async () => {
  const id = await submit(1_000n);
  const before = await claimable(contributor);
  expect(await chain.refusalOf(curator, withdrawal(id))).toBe('NotContributor');
  await chain.run(contributor, withdrawal(id));
  expect(await claimable(contributor)).toBe(before + 1_000n);
  const entry = await contributor.client.readContract({ ...registry, functionName: 'contribution', args: [id] });
  expect(entry).toMatchObject({ state: 4, stakeWei: 0n });
  expect(await chain.refusalOf(contributor, withdrawal(id))).toBe('AlreadyWithdrawn');
  expect(await chain.refusalOf(curator, review(id))).toBe('AlreadyWithdrawn');
  expect(await chain.refusalOf(curator, penalty(id, 1))).toBe('AlreadyWithdrawn');
});

test('penalties take a part of what is left, rounded down, and every wei is somewhere', async () => {
  const treasury = chain.actor('treasury', PROTOCOL_ACCOUNTS.treasury);
  const [heldBefore, treasuryBefore, ownBefore] = await Promise.all([
    chain.balanceOf(registry.address),
    claimable(treasury),
    claimable(contributor),
  ]);
  const id = await submit(1_001n);
  expect(await chain.refusalOf(stranger, penalty(id, 100))).toBe('NotDatanetOwner');
  expect(await chain.refusalOf(curator, penalty(id, 0))).toBe('BpsOutOfRange');
  expect(await chain.refusalOf(curator, penalty(id, 10_001))).toBe('BpsOutOfRange');

  const slashed: bigint[] = [];
  for (const bps of [3_333, 5_000, 1]) {
    const { logs } = await chain.run(curator, penalty(id, bps));
    const [event] = parseEventLogs({ abi: registry.abi, eventName: 'ContributorPenalized', logs });
    expect(event?.args.contributor).toBe(contributor.address);
    slashed.push(event?.args.slashedWei ?? -1n);
  }
  expect(slashed).toEqual([333n, 334n, 0n]); // of 1,001, of 668, of 334
  await chain.run(contributor, withdrawal(id));
  expect(await claimable(treasury)).toBe(treasuryBefore + 667n);
  expect(await claimable(contributor)).toBe(ownBefore + 334n);
  expect(await chain.balanceOf(registry.address)).toBe(heldBefore + 1_001n);

  await chain.run(treasury, { ...registry, functionName: 'claimStake', args: [] });
  expect(await chain.balanceOf(registry.address)).toBe(heldBefore + 1_001n - treasuryBefore - 667n);
  const again = { ...registry, functionName: 'claimStake', args: [] } as const;
  expect(await chain.refusalOf(treasury, again)).toBe('NothingToClaim');
});

test('a version is exactly what is accepted and not withdrawn, and versions count from 1', async () => {
  const acceptedCount = async (): Promise<bigint> =>
    (await curator.client.readContract({ ...registry, functionName: 'datanet', args: [datanetId] })).acceptedCount;
  const base = await acceptedCount();
  const [first, second, rejected] = [await submit(0n), await submit(0n), await submit(0n)];
  await chain.run(curator, review(first));
  await chain.run(curator, review(second));
  await chain.run(curator, review(rejected, false));
  expect(await acceptedCount()).toBe(base + 2n);
  await chain.run(contributor, withdrawal(rejected));
  await chain.run(contributor, withdrawal(second));
  expect(await acceptedCount()).toBe(base + 1n);

  expect(await chain.refusalOf(stranger, publication(base + 1n))).toBe('NotDatanetOwner');
  expect(await chain.refusalOf(curator, publication(base + 2n))).toBe('ContributionCountMismatch');
  expect(await chain.refusalOf(curator, publication(base + 1n, zeroHash))).toBe('EmptyRootMismatch');
  for (const version of [1n, 2n]) {
    const { logs } = await chain.run(curator, publication(base + 1n));
    const [event] = parseEventLogs({ abi: registry.abi, eventName: 'DatanetVersionPublished', logs });
    expect(event?.args).toMatchObject({ datanetId, version, contributionCount: base + 1n });
  }
});

test('money comes in only as a stake', async () => {
  await expect(stranger.client.call({ account: stranger.address, to: registry.address, value: 1n })).rejects.toThrow(
    /revert/,
  );
});

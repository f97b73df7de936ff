import { parseEther, type Address } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRACTS } from '../src/actors/cast.js';
import { Bridge } from '../src/economy/Bridge.js';
import { Communities } from '../src/economy/Communities.js';
import { ComputeNodes } from '../src/economy/ComputeNodes.js';
import { Governance } from '../src/economy/Governance.js';
import { StakingRounds } from '../src/economy/StakingRounds.js';
import { devnetContracts } from '../src/devnetContracts.js';
import { EconomyStage } from './EconomyStage.js';

const { governor, models, staking, gOpen, compute, eas, messagePasser, market } = CONTRACTS;
const ALL = { fromBlock: 0n, strict: true } as const;

/** Roles and delay, at its creation. */
const TIMELOCK_OWN_LOGS = 5;

let stage: EconomyStage;

beforeAll(async () => {
  stage = await EconomyStage.open();
});

afterAll(() => stage.close());

/** How many logs a contract has written. */
async function countLogs(address: Address): Promise<number> {
  return (await stage.ledger.client.getLogs({ address, fromBlock: 0n })).length;
}

describe('governance', () => {
  const create = () => new Governance(stage.cast, stage.ledger, stage.modelName, () => undefined);

  test('changes a price, then refuses to, and a later start finds nothing left to do', async () => {
    const { client } = stage.ledger;
    // A second start once something is queued.
    const first = create();
    await stage.runUntil(first, async () => (await countLogs(devnetContracts.Timelock)) > TIMELOCK_OWN_LOGS);
    let last: number | null = 0;
    const second = create();
    await stage.runUntil({ name: 'governance', step: async () => (last = await second.step()) }, () =>
      Promise.resolve(last === null),
    );

    const created = await client.getContractEvents({ ...governor, eventName: 'ProposalCreated', ...ALL });
    const states = await Promise.all(
      created.map(({ args: { proposalId } }) =>
        client.readContract({ ...governor, functionName: 'state', args: [proposalId] }),
      ),
    );
    expect(states).toEqual([7, 3]); // executed, defeated
    const votes = await client.getContractEvents({ ...governor, eventName: 'VoteCast', ...ALL });
    expect(votes.map(({ args }) => args.support).sort()).toEqual([0, 0, 1, 1, 2, 2]);
    const policies = await client.getContractEvents({ ...models, eventName: 'FeePolicySet', ...ALL });
    expect(policies.map(({ args }) => [args.modelId, args.contributorBps])).toEqual([
      [2n, 6_000],
      [3n, 6_000],
      [2n, 7_000],
    ]);

    const before = await countLogs(devnetContracts.Governor);
    expect(await create().step()).toBeNull();
    expect(await countLogs(devnetContracts.Governor)).toBe(before);
  });

  test('an answer is paid out by the policy that it was priced with', async () => {
    const { client } = stage.ledger;
    const [payer] = stage.cast.payers;
    await payer!.execute({ ...market, functionName: 'deposit', args: [], valueWei: parseEther('1') });
    const args = [payer!.address, 2n, 1_000n, 0n, `0x${'00'.repeat(32)}`, ''] as const;
    await payer!.execute({ ...market, functionName: 'settle', args });
    const [settled] = await client.getContractEvents({ ...market, eventName: 'InferenceSettled', ...ALL });
    const changes = await client.getContractEvents({
      ...models,
      eventName: 'FeePolicySet',
      args: { modelId: 2n },
      ...ALL,
    });
    const inForce = await stage.ledger.loadPolicyInForce(2n, settled!);
    expect(inForce.contributorBps).toBe(7_000);
    expect(settled!.args.feeWei).toBe(inForce.inputRateWei + inForce.platformFeeWei);
    // One log before the vote was carried out, the old one was.
    const { blockNumber, logIndex } = changes.at(-1)!;
    expect((await stage.ledger.loadPolicyInForce(2n, { blockNumber, logIndex })).contributorBps).toBe(6_000);
    const after = { blockNumber, logIndex: logIndex + 1 };
    expect((await stage.ledger.loadPolicyInForce(2n, after)).contributorBps).toBe(7_000);
  });
});

describe('staking', () => {
  const create = () => new StakingRounds(stage.cast, stage.cast.delegates[1]);
  const ended = () => stage.ledger.client.getContractEvents({ ...staking, eventName: 'Unstaked', ...ALL });

  test('goes round: stake, top up, ask back, be paid; each start goes on where it is', async () => {
    for (const rounds of [1, 2]) {
      // A new start at every step.
      const step = () => create().step();
      await stage.runUntil({ name: 'staking', step }, async () => (await ended()).length === rounds);
    }
    const { client } = stage.ledger;
    const events = await client.getContractEvents({ ...staking, ...ALL });
    expect(events.map(({ eventName }) => eventName)).toEqual([
      'OwnershipTransferred',
      'ConfigCreated',
      'ConfigCreated',
      'Staked', // locked
      'Staked',
      'ToppedUp',
      'ConfigSet',
      'RequestUnstake',
      'Unstaked',
      'Staked',
      'ToppedUp',
      'RequestUnstake',
      'Unstaked',
    ]);
    const { staker } = stage.cast;
    const paid = await client.getContractEvents({
      ...gOpen,
      eventName: 'Transfer',
      args: { from: staking.address, to: staker.address },
      ...ALL,
    });
    expect(paid.map(({ args }) => args.value)).toEqual([parseEther('150'), parseEther('150')]);
  });
});

describe('compute nodes', () => {
  const answering = (busyMs: number) => [{ modelId: 2n, takeBusyMs: () => busyMs }];

  test('register once, record every training run once, and serving as long as it took', async () => {
    const first = new ComputeNodes(stage.cast, () => answering(2_400));
    first.noteTraining(2n, 13_001);
    await first.step();
    await new ComputeNodes(stage.cast, () => answering(0)).step();

    const { client } = stage.ledger;
    const nodes = await client.getContractEvents({ ...compute, eventName: 'ComputeNodeRegistered', ...ALL });
    expect(nodes.map(({ args }) => args.network).sort()).toEqual(['Aethir', 'Hyperbolic', 'io.net']);
    const jobs = await client.getContractEvents({ ...compute, eventName: 'ComputeJobRecorded', ...ALL });
    expect(jobs.map(({ args: { kind, subjectId, gpuSeconds } }) => [kind, subjectId, gpuSeconds])).toEqual([
      [0, 1n, 14n],
      [1, 2n, 3n],
    ]);
    const network = new Map(nodes.map(({ args }) => [args.nodeId, args.network]));
    expect(jobs.map(({ args }) => network.get(args.nodeId))).toEqual(['io.net', 'io.net']);
  });
});

describe('communities', () => {
  test('attest to everything once; the auditors take back what they said of the mirror', async () => {
    const { client } = stage.ledger;
    const revoked = () => client.getContractEvents({ ...eas, eventName: 'Revoked', ...ALL });
    const create = () => new Communities(stage.cast, stage.ledger, stage.blobs);
    // A new start at every step.
    await stage.runUntil(
      { name: 'attestations', step: () => create().step() },
      async () => (await revoked()).length > 0,
    );
    await create().step();
    const attested = await client.getContractEvents({ ...eas, eventName: 'Attested', ...ALL });
    expect(attested).toHaveLength(3 * (1 + 3)); // one datanet and three models, each by three
    const statements = await Promise.all(
      attested.map(({ args }) => client.readContract({ ...eas, functionName: 'getAttestation', args: [args.uid] })),
    );
    const withdrawn = statements.filter(({ revocationTime }) => revocationTime > 0n);
    expect(withdrawn.map(({ attester, recipient }) => [attester, recipient])).toEqual([
      [stage.cast.communities[2].address, stage.cast.dishonestOperator.address],
    ]);
    expect(await revoked()).toHaveLength(1);
  });
});

describe('the bridge', () => {
  test('mints what comes from the parent chain, and passes on what leaves', async () => {
    const { bridgeUser: user } = stage.cast;
    const before = await user.client.getBalance({ address: user.address });
    const bridge = new Bridge(stage.cast);
    await bridge.step();
    expect(await user.client.getBalance({ address: user.address })).toBe(before + parseEther('25'));
    await bridge.step();
    const { client } = stage.ledger;
    const [passed] = await client.getContractEvents({ ...messagePasser, eventName: 'MessagePassed', ...ALL });
    expect(passed!.args).toMatchObject({ sender: user.address, target: user.address, value: parseEther('10') });
  });
});

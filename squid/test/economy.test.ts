import { reorg, type ChainActor } from '@tributary/devnet/chain';
import { numberToHex, parseEther, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gOpen, market, messagePasser, registry, staking } from '../../contracts/test/startTestChain.js';
import { IndexedChain } from './IndexedChain.js';
import type { Row } from './loadChainRows.js';
import { sendDeposit } from './sendDeposit.js';

const HUGE = 2n ** 256n - 1n;
const TERMS = {
  interestBps: 10_000,
  stakeDuration: 0n,
  cooldownDuration: 5n,
  isActive: true,
  isTopupEnabled: true,
  minStake: 1n,
  maxStake: HUGE,
};
const LONG_DATA: Hex = `0x${'ab'.repeat(100_000)}`;
const L1_ATTRIBUTES_DEPOSITOR = '0xDeaDDEaDDeAdDeAdDEAdDEaddeAddEAdDEAd0001';

let stage: IndexedChain;
let holder: ChainActor;
let owner: ChainActor;
let stranger: ChainActor;
let rows: Record<string, Row[]>;
const deposits: Hex[] = [];

const deposit = async (options: Parameters<typeof sendDeposit>[2]): Promise<void> => {
  deposits.push(await sendDeposit(stage.chain, deposits.length + 1, options));
};

beforeAll(async () => {
  stage = await IndexedChain.open();
  const { chain } = stage;
  [owner, holder, stranger] = [3, 4, 5].map((i) => chain.actor(`account ${i}`, i)) as [
    ChainActor,
    ChainActor,
    ChainActor,
  ];
  // The money of the protocol that no event tells.
  await chain.run(holder, { ...market, functionName: 'deposit', args: [], valueWei: parseEther('3') });
  await chain.run(holder, { ...market, functionName: 'approveGateway', args: [stranger.address, parseEther('1')] });
  const poor = { ...market, functionName: 'withdraw', args: [parseEther('9')] } as const;
  const reverted = await holder.send(poor);
  await chain.anvil.mine();
  await holder.waitFor(reverted).catch(() => undefined);
  await chain.anvil.mine();
  const foreign = { functionName: 'pay', abi: [], to: stranger.address, data: '0x', valueWei: 5n } as const;
  await holder.sendRaw(foreign);
  await chain.anvil.mine();
  await holder.waitForAll();

  // From and to the parent chain.
  await deposit({ from: holder.address, to: stranger.address, mintWei: parseEther('25'), valueWei: parseEther('20') });
  await deposit({ from: stranger.address, to: gOpen.address, mintWei: 7n, input: '0xdeadbeef' });
  await deposit({ from: stranger.address, to: holder.address });
  await deposit({ from: L1_ATTRIBUTES_DEPOSITOR, to: '0x4200000000000000000000000000000000000015' });
  const withdrawal = [stranger.address, 21_000n, LONG_DATA] as const;
  const initiate = { ...messagePasser, functionName: 'initiateWithdrawal', args: withdrawal } as const;
  await chain.run(holder, { ...initiate, valueWei: 11n, gasLimit: 50_000_000n });

  // Staking.
  await chain.run(owner, { ...staking, functionName: 'setConfig', args: [HUGE, TERMS] });
  await chain.run(owner, { ...staking, functionName: 'setConfig', args: [HUGE, { ...TERMS, interestBps: 400 }] });
  await chain.run(holder, { ...gOpen, functionName: 'deposit', args: [], valueWei: parseEther('500') });
  await chain.run(holder, { ...gOpen, functionName: 'transfer', args: [staking.address, parseEther('50')] });
  await chain.run(holder, { ...gOpen, functionName: 'approve', args: [staking.address, HUGE] });
  await chain.run(holder, { ...staking, functionName: 'stake', args: [HUGE, stranger.address, parseEther('100')] });
  await chain.run(holder, { ...staking, functionName: 'stake', args: [HUGE, holder.address, parseEther('30')] });
  await chain.wait(86_400);
  await chain.run(holder, { ...staking, functionName: 'topUpStake', args: [1n, parseEther('1')] });
  await chain.run(stranger, { ...staking, functionName: 'requestUnstake', args: [0n] });
  await chain.wait(6);
  await chain.run(holder, { ...staking, functionName: 'unstake', args: [0n] });
  rows = await stage.loadRows();
});
afterAll(() => stage.close());

const lower = (text: string) => text.toLowerCase();
const problems = (loaded: Record<string, Row[]>) =>
  loaded['protocol_event']!.flatMap(({ problem }) => (problem === null ? [] : [problem]));

describe('transactions', () => {
  it('are those that spoke to or through the protocol, with what each moved and cost', async () => {
    expect(problems(rows)).toEqual([]);
    const { client } = holder;
    for (const row of rows['transaction']!) {
      const hash = row['hash'] as Hex;
      const [transaction, receipt] = await Promise.all([
        client.request({ method: 'eth_getTransactionByHash', params: [hash] }),
        client.request({ method: 'eth_getTransactionReceipt', params: [hash] }),
      ]);
      const gasUsed = BigInt(receipt!.gasUsed);
      const priceWei = BigInt(receipt!.effectiveGasPrice);
      expect(row).toMatchObject({
        block_number: Number(transaction!.blockNumber),
        transaction_index: Number(transaction!.transactionIndex),
        from_id: lower(transaction!.from),
        to: transaction!.to && lower(transaction!.to),
        value_wei: BigInt(transaction!.value),
        type: Number(transaction!.type),
        succeeded: receipt!.status === '0x1',
        gas_used: gasUsed,
        effective_gas_price_wei: priceWei,
        l1_fee_wei: null,
        fee_wei: gasUsed * priceWei,
      });
    }
    const events = new Set(rows['protocol_event']!.map((row) => row['transaction_hash']));
    const known = new Set(rows['transaction']!.map(({ hash }) => hash));
    expect([...events].filter((hash) => !known.has(hash))).toEqual([]);
    expect(rows['transaction']!.filter((row) => row['to'] === lower(stranger.address) && row['type'] !== 0x7e)).toEqual(
      [],
    );
  });

  it('name what they called, also what no event tells', () => {
    const calls = rows['transaction']!.filter(({ contract }) => contract === 'InferenceMarket');
    expect(calls).toMatchObject([
      { function_name: 'deposit', selector: '0xd0e30db0', value_wei: parseEther('3'), succeeded: true },
      { function_name: 'approveGateway', value_wei: 0n },
      { function_name: 'withdraw', succeeded: false },
    ]);
    for (const call of calls) expect(call['fee_wei']).toBeGreaterThan(0n);
    const creations = rows['transaction']!.filter(({ to }) => to === null);
    expect(creations.length).toBeGreaterThan(0);
    expect(creations.every((row) => row['contract'] === null && row['function_name'] === null)).toBe(true);
  });
});

describe('deposits and withdrawals', () => {
  it('a deposit keeps what it minted, whether or not its call succeeded; the chain’s own are left out', () => {
    expect(rows['deposit']).toMatchObject([
      {
        transaction_hash: deposits[0],
        source_hash: numberToHex(1, { size: 32 }),
        from_id: lower(holder.address),
        to_id: lower(stranger.address),
        mint_wei: parseEther('25'),
        value_wei: parseEther('20'),
        succeeded: true,
      },
      { transaction_hash: deposits[1], to_id: lower(gOpen.address), mint_wei: 7n, succeeded: false },
      { transaction_hash: deposits[2], mint_wei: 0n, succeeded: true },
    ]);
    expect(rows['transaction']!.filter(({ type }) => type === 0x7e)).toMatchObject([
      { mint_wei: parseEther('25'), fee_wei: 0n, contract: null, selector: null },
      { mint_wei: 7n, contract: 'GOpen', selector: '0xdeadbeef', function_name: null },
      { mint_wei: 0n },
    ]);
  });

  it('the same deposit in two blocks is two rows', async () => {
    const again = { from: stranger.address, to: stranger.address, mintWei: 1n };
    const hash = await sendDeposit(stage.chain, 77, again);
    expect(await sendDeposit(stage.chain, 77, again)).toBe(hash);
    const { deposit: stored } = await stage.loadRows();
    expect(stored!.filter((row) => row['transaction_hash'] === hash)).toHaveLength(2);
  });

  it('a withdrawal keeps its whole message', () => {
    expect(rows['withdrawal']).toMatchObject([
      {
        nonce: 1n << 240n,
        sender_id: lower(holder.address),
        target: lower(stranger.address),
        value_wei: 11n,
        gas_limit: 21_000n,
        data: LONG_DATA,
        withdrawal_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      },
    ]);
  });
});

describe('staking', () => {
  it('a stake has its principal, its way back, and what was paid', async () => {
    const paid = rows['g_open_transfer']!.filter((row) => row['from_id'] === lower(staking.address));
    expect(paid).toHaveLength(1);
    expect(paid[0]!['amount_wei']).toBeGreaterThan(parseEther('100'));
    expect(rows['stake']).toMatchObject([
      {
        id: '0',
        recipient_id: lower(stranger.address),
        claimed_config_id: String(HUGE),
        principal_wei: parseEther('100'),
        requested_block_number: expect.any(Number),
        ended_block_number: paid[0]!['block_number'],
        returned_wei: paid[0]!['amount_wei'],
      },
      {
        id: '1',
        principal_wei: parseEther('31'),
        requested_block_number: null,
        ended_block_number: null,
        returned_wei: null,
      },
    ]);
    const { principal } = await holder.client.readContract({ ...staking, functionName: 'stakeOf', args: [1n] });
    expect(principal).toBe(parseEther('31'));
    expect(rows['stake_event']!.map((row) => [row['kind'], row['stake_id'], row['amount_wei']])).toEqual([
      ['STAKED', '0', parseEther('100')],
      ['STAKED', '1', parseEther('30')],
      ['TOPPED_UP', '1', parseEther('1')],
      ['REQUESTED', '0', null],
      ['UNSTAKED', '0', paid[0]!['amount_wei']],
    ]);
  });

  it('terms are read from the call that set them', () => {
    const shared = {
      config_id: String(HUGE),
      stake_duration_seconds: 0n,
      cooldown_seconds: 5n,
      is_active: true,
      is_topup_enabled: true,
      min_stake_wei: 1n,
      max_stake_wei: HUGE,
    };
    expect(rows['staking_config']).toMatchObject([
      { ...shared, is_creation: true, interest_bps: 10_000 },
      { ...shared, is_creation: false, interest_bps: 400 },
    ]);
  });

  it('what contradicts it is kept, and told', async () => {
    const before = await stage.loadRows();
    const recipient = holder.address;
    await stage.emit(staking, 'ToppedUp', { stakingId: HUGE, recipient, amount: HUGE });
    await stage.emit(staking, 'Unstaked', { stakingId: HUGE, recipient });
    await stage.emit(staking, 'RequestUnstake', { stakingId: 0n, recipient });
    await stage.emit(staking, 'Staked', { stakingId: 1n, recipient, amount: HUGE });
    await stage.emit(staking, 'Staked', { stakingId: HUGE - 1n, recipient, amount: HUGE });
    await stage.emit(staking, 'ToppedUp', { stakingId: HUGE - 1n, recipient: stranger.address, amount: HUGE });
    await stage.emit(staking, 'ConfigSet', { configId: 5n });
    await stage.emitRaw(staking.address, ['0x18dcd430020e4d4899772fd94a8b40451dc5044dfb70bc46b532eeae431c864f'], '0x');
    const say = { nonce: HUGE, sender: recipient, target: recipient, value: HUGE, gasLimit: HUGE, data: '0x' };
    await stage.emit(messagePasser, 'MessagePassed', { ...say, withdrawalHash: numberToHex(1, { size: 32 }) });
    await stage.emit(registry, 'ContributorPenalized', {
      ...{ contributor: recipient, contributionId: HUGE, penaltyBps: 65_535, slashedWei: HUGE, reason: 'x' },
    });
    const after = await stage.loadRows();
    expect(problems(after)).toEqual([
      `stake ${HUGE} does not exist`,
      `stake ${HUGE} does not exist`,
      'stake 0 has ended',
      'stake 1 was made before',
      `stake ${HUGE - 1n} is of ${lower(recipient)}`,
      expect.stringMatching(/^Staked cannot be decoded/),
      `contribution ${HUGE} does not exist`,
    ]);
    expect(after['stake_event']!.slice(before['stake_event']!.length)).toMatchObject([
      { stake_id: null, claimed_stake_id: String(HUGE), amount_wei: HUGE },
      { stake_id: null, kind: 'UNSTAKED', amount_wei: null },
      { stake_id: '0', kind: 'REQUESTED' },
      { stake_id: '1', amount_wei: HUGE },
      { stake_id: String(HUGE - 1n) },
      { recipient_id: lower(stranger.address) },
    ]);
    expect(after['stake']!.filter(({ id }) => id === '0' || id === '1')).toEqual(before['stake']);
    expect(after['stake']!.find(({ id }) => id === String(HUGE - 1n))).toMatchObject({
      principal_wei: 2n * HUGE,
      claimed_config_id: null,
    });
    expect(after['staking_config']!.at(-1)).toMatchObject({ config_id: '5', interest_bps: null, max_stake_wei: null });
    expect(after['withdrawal']!.at(-1)).toMatchObject({ nonce: HUGE, value_wei: HUGE });
    expect(after['contributor_penalty']).toMatchObject([{ contribution_id: null, slashed_wei: HUGE }]);
  });
});

it('a reorg undoes money and stakes; what is left equals an index from scratch', async () => {
  const { chain } = stage;
  await chain.run(holder, { ...staking, functionName: 'requestUnstake', args: [1n] });
  await deposit({ from: holder.address, to: holder.address, mintWei: 99n });
  await chain.wait(6);
  await chain.run(holder, { ...staking, functionName: 'unstake', args: [1n] });
  const before = await stage.loadRows();
  expect(before['stake']!.find(({ id }) => id === '1')).toMatchObject({ returned_wei: expect.any(BigInt) });
  await reorg({ rpcUrl: chain.anvil.rpcUrl, depth: 4 });
  await chain.run(holder, { ...gOpen, functionName: 'withdraw', args: [1n] });
  const healed = await stage.loadRows();
  expect(healed['stake']!.find(({ id }) => id === '1')).toMatchObject({
    returned_wei: null,
    requested_block_number: null,
  });
  expect(healed['deposit']!.filter((row) => row['mint_wei'] === 99n)).toEqual([]);
  expect(healed).toEqual(await stage.indexFromScratch());
});

import { parseEther, parseEventLogs, toEventSelector, zeroAddress } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChainActor } from '@tributary/devnet/chain';
import { gOpen, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let holder: ChainActor;

beforeAll(async () => {
  chain = await startTestChain();
  holder = chain.actor('holder', 4);
});

afterAll(() => chain.anvil.stop());

function deposit(valueWei: bigint) {
  return { ...gOpen, functionName: 'deposit', args: [], valueWei } as const;
}

function read(functionName: 'totalSupply' | 'CLOCK_MODE' | 'clock' | 'name' | 'symbol') {
  return holder.client.readContract({ ...gOpen, functionName });
}

test('is called, counts time and speaks as the published contract does', async () => {
  expect([await read('name'), await read('symbol'), await read('CLOCK_MODE')]).toEqual([
    'GOpen',
    'GOPEN',
    'mode=timestamp',
  ]);
  expect(BigInt(await read('clock'))).toBe((await holder.client.getBlock()).timestamp);
  const { logs } = await chain.run(holder, deposit(5n));
  expect(logs.map(({ topics }) => topics[0])).toEqual(
    ['Transfer(address,address,uint256)', 'Deposit(address,uint256)'].map((event) => toEventSelector(event)),
  );
  expect(parseEventLogs({ abi: gOpen.abi, eventName: 'Deposit', logs })[0]?.args).toEqual({
    sender: holder.address,
    amt: 5n,
  });
});

test('every gOPEN is backed by an OPEN, in and out', async () => {
  await chain.run(holder, deposit(parseEther('3')));
  const plain = await holder.sendRaw({
    functionName: 'a plain transfer',
    abi: gOpen.abi,
    to: gOpen.address,
    data: '0x',
    valueWei: parseEther('1'),
  });
  await chain.anvil.mine();
  await holder.waitFor(plain);
  expect(await chain.balanceOf(gOpen.address)).toBe(await read('totalSupply'));

  const withdraw = (amt: bigint) => ({ ...gOpen, functionName: 'withdraw', args: [amt] }) as const;
  const before = await chain.balanceOf(holder.address);
  const { logs, gasUsed, effectiveGasPrice } = await chain.run(holder, withdraw(parseEther('4')));
  expect(await chain.balanceOf(holder.address)).toBe(before + parseEther('4') - gasUsed * effectiveGasPrice);
  expect(parseEventLogs({ abi: gOpen.abi, logs }).map(({ eventName, args }) => [eventName, args])).toEqual([
    ['Transfer', { from: holder.address, to: zeroAddress, value: parseEther('4') }],
    ['Withdrawal', { sender: holder.address, amt: parseEther('4') }],
  ]);
  expect(await chain.balanceOf(gOpen.address)).toBe(await read('totalSupply'));
  expect(await chain.refusalOf(holder, withdraw(parseEther('1')))).toBe('ERC20InsufficientBalance');
});

test('votes count from the second they are delegated', async () => {
  const delegate = chain.actor('delegate', 5);
  await chain.run(holder, deposit(parseEther('2')));
  const votes = () => holder.client.readContract({ ...gOpen, functionName: 'getVotes', args: [delegate.address] });
  expect(await votes()).toBe(0n);
  const args = [delegate.address] as const;
  const { logs } = await chain.run(holder, { ...gOpen, functionName: 'delegate', args });
  const held = await holder.client.readContract({ ...gOpen, functionName: 'balanceOf', args: [holder.address] });
  expect(parseEventLogs({ abi: gOpen.abi, eventName: 'DelegateVotesChanged', logs })[0]?.args).toEqual({
    delegate: delegate.address,
    previousVotes: 0n,
    newVotes: held,
  });
  expect(await votes()).toBe(held);
});

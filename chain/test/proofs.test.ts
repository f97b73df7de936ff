import { privateKeyToAccount } from 'viem/accounts';
import { parseTransaction as parseSerialized, toHex, type Hex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashHeader, parseHeader } from '../src/BlockHeader.js';
import { parseReceipt } from '../src/BlockReceipt.js';
import { parseTransaction } from '../src/BlockTransaction.js';
import { Fields } from '../src/Fields.js';
import { bloomOf, createBloomTest } from '../src/logsBloom.js';
import { trieRoot } from '../src/trieRoot.js';
import { EMITTER, EmittingChain, OTHER_EMITTER } from './EmittingChain.js';

const KEY = `0x${'17'.repeat(32)}` as const;

let chain: EmittingChain;
beforeAll(async () => {
  chain = await EmittingChain.start();
});
afterAll(() => chain.stop());

async function checkBlock(number: number): Promise<{ types: number[]; senders: Hex[] }> {
  const reply = await chain.fetchBlock(number, true);
  const header = parseHeader(reply);
  expect(hashHeader(header)).toBe(header.hash);
  const transactions = new Fields('block', reply).list('transactions').map(parseTransaction);
  expect(transactions.map(({ hash }) => hash)).toEqual(
    (reply['transactions'] as { hash: string }[]).map(({ hash }) => hash),
  );
  expect(await trieRoot(transactions.map(({ bytes }) => bytes))).toBe(header.transactionsRoot);
  const receipts = ((await chain.request('eth_getBlockReceipts', [header.hash])) as unknown[]).map(parseReceipt);
  expect(await trieRoot(receipts.map(({ bytes }) => bytes))).toBe(header.receiptsRoot);
  expect(bloomOf(receipts.flatMap(({ logs }) => logs))).toBe(header.logsBloom);
  const senders = await Promise.all(transactions.map((one) => one.recoverSender()));
  expect(senders).toEqual((reply['transactions'] as { from: string }[]).map(({ from }) => from));
  return { types: transactions.map(({ type }) => type), senders };
}

it('puts together what a node hashed: every type of transaction and receipt, deposits of the rollup included', async () => {
  await chain.emit('legacy', EMITTER, { gasPrice: '0x77359400' });
  await chain.emit('with a list', EMITTER, {
    gasPrice: '0x77359400',
    accessList: [{ address: OTHER_EMITTER, storageKeys: [toHex(7, { size: 32 })] }],
  });
  await chain.emit('dynamic fee', OTHER_EMITTER);
  await chain.emit('a deposit', EMITTER, {
    ...{ type: '0x7e', sourceHash: toHex(5, { size: 32 }), mint: '0x10', isSystemTx: false, value: '0x0' },
  });

  const account = privateKeyToAccount(KEY);
  await chain.request('anvil_setBalance', [account.address, '0x56bc75e2d63100000']);
  const authorization = await account.signAuthorization({ chainId: 31337, nonce: 1, contractAddress: EMITTER });
  const delegating = await account.signTransaction({
    ...{ type: 'eip7702', chainId: 31337, nonce: 0, to: EMITTER, data: '0x1234', gas: 200_000n },
    ...{ maxFeePerGas: 2_000_000_000n, maxPriorityFeePerGas: 1n, authorizationList: [authorization] },
  });
  await chain.request('eth_sendRawTransaction', [delegating]);
  await chain.mine(2);

  const { types } = await checkBlock(1);
  expect(types.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 4, 0x7e]);
  expect((await checkBlock(2)).types).toEqual([]);
  await checkBlock(0);
});

it('puts together a creation, a revert, and a transaction that was signed for any chain', async () => {
  const account = privateKeyToAccount(KEY);
  const nonce = Number(await chain.request('eth_getTransactionCount', [account.address, 'latest']));
  const anyChain = await account.signTransaction({
    ...{ type: 'legacy', nonce, to: EMITTER, data: '0xff', gas: 100_000n, gasPrice: 2_000_000_000n },
  });
  await chain.request('eth_sendRawTransaction', [anyChain]);
  const creation = { from: chain.sender, data: '0x6001600055', gas: '0x186a0' };
  await chain.request('eth_sendTransaction', [creation]);
  await chain.request('eth_sendTransaction', [{ ...creation, data: '0xfe' }]);
  await chain.mine();
  const { senders } = await checkBlock(3);
  expect(senders).toContain(account.address.toLowerCase());
});

it('puts together a transaction with blobs as viem does', async () => {
  const account = privateKeyToAccount(KEY);
  const fields = {
    chainId: 1,
    nonce: 3,
    to: EMITTER,
    value: 1n,
    data: '0xab',
    gas: 90_000n,
    maxFeePerGas: 3n,
    maxPriorityFeePerGas: 2n,
    maxFeePerBlobGas: 5n,
    blobVersionedHashes: [toHex(2n ** 248n, { size: 32 })],
  } as const;
  const bytes = await account.signTransaction({ type: 'eip4844', ...fields });
  const { r, s, yParity } = parseSerialized(bytes);
  const parsed = parseTransaction({
    ...{ type: '0x3', chainId: '0x1', nonce: '0x3', to: EMITTER, value: '0x1', input: '0xab', gas: toHex(90_000) },
    ...{ maxFeePerGas: '0x3', maxPriorityFeePerGas: '0x2', maxFeePerBlobGas: '0x5', accessList: [] },
    ...{ blobVersionedHashes: fields.blobVersionedHashes, r, s, yParity: toHex(yParity!) },
  });
  expect(toHex(parsed.bytes)).toBe(bytes);
  expect(await parsed.recoverSender()).toBe(account.address.toLowerCase());
});

it('sees in a bloom whether an address may have spoken', async () => {
  const { logsBloom } = parseHeader(await chain.fetchBlock(1));
  expect(createBloomTest([EMITTER])(logsBloom)).toBe(true);
  expect(createBloomTest([OTHER_EMITTER])(logsBloom)).toBe(true);
  expect(createBloomTest([`0x${'e3'.repeat(20)}`])(logsBloom)).toBe(false);
  const { logsBloom: silent } = parseHeader(await chain.fetchBlock(2));
  expect(createBloomTest([EMITTER])(silent)).toBe(false);
});

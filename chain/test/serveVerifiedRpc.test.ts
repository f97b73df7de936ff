import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createPublicClient, http, toHex, type Hex } from 'viem';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { serveVerifiedRpc, type ServedRpc, type VerifiedRpcOptions } from '../src/serveVerifiedRpc.js';
import { EMITTER, EmittingChain, OTHER_EMITTER } from './EmittingChain.js';
import { ask, LyingProxy, type Trick } from './LyingProxy.js';

const BLOCKS = 40;

let chain: EmittingChain;
let depositor: Hex;
const open: { close(): Promise<void> }[] = [];
const lines: string[] = [];

beforeAll(async () => {
  chain = await EmittingChain.start();
  await chain.mine();
  await chain.emit('one');
  await chain.emit('somebody else', OTHER_EMITTER);
  await chain.emit('two');
  await chain.mine(20);
  [, depositor] = (await chain.request('eth_accounts', [])) as [Hex, Hex];
  await chain.emit('a deposit', EMITTER, {
    ...{ type: '0x7e', sourceHash: toHex(5, { size: 32 }), mint: '0x10', isSystemTx: false, value: '0x0' },
    from: depositor,
  });
  await chain.request('eth_sendTransaction', [{ from: chain.sender, data: '0x6001600055', gas: '0x186a0' }]);
  await chain.mine(BLOCKS - 21);
});
afterAll(() => chain.stop());
afterEach(async () => {
  lines.length = 0;
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function serve(endpoints: readonly string[], options: Partial<VerifiedRpcOptions> = {}): Promise<ServedRpc> {
  const settings = {
    endpoints,
    chainId: 31337,
    port: 0,
    patienceMs: 1000,
    log: (line: string) => void lines.push(line),
  };
  const served = await serveVerifiedRpc({ ...settings, ...options });
  open.push(served);
  return served;
}

async function openProxy(trick: Trick): Promise<LyingProxy> {
  const proxy = await LyingProxy.open(chain.anvil.rpcUrl, trick);
  open.push(proxy);
  return proxy;
}

/** The fields of `ours` as the node itself has them. */
function expectPartOf(ours: unknown, nodes: unknown): void {
  if (Array.isArray(ours)) {
    expect(ours).toHaveLength((nodes as unknown[]).length);
    ours.forEach((item, i) => expectPartOf(item, (nodes as unknown[])[i]));
  } else if (typeof ours === 'object' && ours !== null) {
    for (const [key, value] of Object.entries(ours)) {
      // Of a deposit: told by its receipt, and always 0.
      if (key !== 'nonce' && key !== 'gasPrice') expectPartOf(value, (nodes as Record<string, unknown>)[key]);
    }
  } else if (typeof ours === 'string' && typeof nodes === 'number') {
    expect(Number(ours)).toBe(nodes);
  } else {
    expect(typeof ours === 'string' ? ours.toLowerCase() : ours).toBe(
      typeof nodes === 'string' ? nodes.toLowerCase() : nodes,
    );
  }
}

it.each([
  ['eth_chainId', []],
  ['eth_blockNumber', []],
  ['eth_getBlockByNumber', ['0x2', false]],
  ['eth_getBlockByNumber', ['0x2', true]],
  ['eth_getBlockByNumber', ['0x16', true]],
  ['eth_getBlockByNumber', ['latest', false]],
  ['eth_getBlockByNumber', ['finalized', false]],
  ['eth_getBlockByNumber', ['0xffff', false]],
  ['eth_getBlockReceipts', ['0x2']],
  ['eth_getBlockReceipts', ['0x16']],
  ['eth_getBlockReceipts', ['0x1']],
  ['eth_getLogs', [{ fromBlock: '0x0', toBlock: toHex(BLOCKS) }]],
  ['eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest', address: EMITTER }]],
  ['eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest', topics: [null, toHex(42, { size: 32 })] }]],
  ['eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest', topics: [[toHex(42, { size: 32 })]] }]],
  ['eth_getLogs', [{ fromBlock: '0x5', toBlock: '0x2' }]],
])('answers %s %j as the node does', async (method, params) => {
  const served = await serve([chain.anvil.rpcUrl]);
  const ours = await ask(served.url, { method, params });
  const nodes = await ask(chain.anvil.rpcUrl, { method, params });
  if (nodes.error) return expect(ours.result).toEqual([]);
  expect(ours.error).toBeUndefined();
  expectPartOf(ours.result, nodes.result);
});

it('answers by hash what it answers by number', async () => {
  const served = await serve([chain.anvil.rpcUrl]);
  const byNumber = await ask(served.url, { method: 'eth_getBlockByNumber', params: ['0x16', true] });
  const { hash, transactions } = byNumber.result as { hash: Hex; transactions: { hash: Hex }[] };
  expect(await ask(served.url, { method: 'eth_getBlockByHash', params: [hash, true] })).toEqual(byNumber);
  const all = await ask(served.url, { method: 'eth_getBlockReceipts', params: ['0x16'] });
  expect(await ask(served.url, { method: 'eth_getBlockReceipts', params: [hash] })).toEqual(all);
  const params = [transactions[1]!.hash];
  const one = await ask(served.url, { method: 'eth_getTransactionReceipt', params });
  expect(one.result).toEqual((all.result as unknown[])[1]);
  expect((one.result as { contractAddress: string }).contractAddress).toMatch(/^0x[0-9a-f]{40}$/);
  const unknown = await ask(served.url, { method: 'eth_getBlockByHash', params: [toHex(1, { size: 32 }), false] });
  expect(unknown.result).toBeNull();
});

it('takes batches, and refuses what it cannot verify', async () => {
  const served = await serve([chain.anvil.rpcUrl]);
  const client = createPublicClient({ transport: http(served.url, { batch: true, retryCount: 0 }) });
  const [number, block] = await Promise.all([client.getBlockNumber(), client.getBlock({ blockNumber: 2n })]);
  expect(Number(number)).toBeGreaterThanOrEqual(BLOCKS);
  expect(block.transactions).toHaveLength(3);
  await expect(client.getBalance({ address: EMITTER })).rejects.toThrow(/only blocks, receipts and logs are verified/);
  for (const [body, code] of [
    ['{', -32700],
    ['{}', -32600],
    ['{"method":"eth_getLogs","params":["x"]}', -32602],
    ['{"method":"eth_getBlockByNumber","params":["pending"]}', -32602],
    ['{"method":"eth_getLogs","params":[{"address":"0x12"}]}', -32602],
  ] as const) {
    const reply = await fetch(served.url, { method: 'POST', body });
    expect(await reply.json()).toMatchObject({ error: { code } });
  }
});

it('passes on what it was told to, unverified, and nothing else', async () => {
  const served = await serve([chain.anvil.rpcUrl], { unverifiedMethods: ['eth_call'] });
  const params = [{ to: EMITTER, data: '0x' }, 'latest'];
  expect((await ask(served.url, { method: 'eth_call', params })).result).toBe('0x');
  const reverting = {
    method: 'eth_call',
    params: [{ to: chain.sender, data: '0x', value: '0xffffffffffffffffffff' }, 'latest'],
  };
  expect((await ask(served.url, reverting)).error?.message).not.toContain('No RPC endpoint is left');
  expect(lines).toEqual([]);
  expect((await ask(served.url, { method: 'eth_getBalance', params: [EMITTER, 'latest'] })).error?.code).toBe(-32601);
});

it('gives no sender that a node made up, and recovers them where they are needed only', async () => {
  const liar = await openProxy(({ method, result }) =>
    method === 'eth_getBlockByHash'
      ? {
          ...(result as object),
          transactions: (result as { transactions: object[] }).transactions.map((one) => ({ ...one, from: EMITTER })),
        }
      : result,
  );
  const sendersOf = async (addresses: Hex[] | undefined): Promise<(string | undefined)[]> => {
    const served = await serve([liar.url], { addresses });
    const { result } = await ask(served.url, { method: 'eth_getBlockByNumber', params: ['0x2', true] });
    return (result as { transactions: { from?: string }[] }).transactions.map(({ from }) => from);
  };
  const { sender } = chain;
  expect(await sendersOf(undefined)).toEqual([sender, sender, sender]);
  expect(await sendersOf([EMITTER])).toEqual([sender, sender, sender]);
  expect(await sendersOf([`0x${'99'.repeat(20)}`])).toEqual([undefined, undefined, undefined]);
});

const dropsLogs: Trick = ({ method, result }) => {
  if (method === 'eth_getBlockReceipts') return (result as object[]).map((one) => ({ ...one, logs: [] }));
  return method === 'eth_getLogs' ? [] : result;
};

it('says no rather than something wrong, without the keys of its endpoint', async () => {
  const liar = await openProxy(dropsLogs);
  const served = await serve([liar.url]);
  const { result, error } = await ask(served.url, {
    method: 'eth_getLogs',
    params: [{ fromBlock: '0x0', toBlock: '0x5' }],
  });
  expect(result).toBeUndefined();
  expect(error!.message).toMatch(/lies about block 2: its receipts, and with them its logs, hash to/);
  expect(error!.message + lines.join()).not.toMatch(/s3cr3t|t0k3n/);
});

it('feeds a stock Subsquid processor, from finalised blocks to the head, past an endpoint that lies', async () => {
  const liar = await openProxy(dropsLogs);
  const served = await serve([liar.url, chain.anvil.rpcUrl], { addresses: [EMITTER] });
  const script = fileURLToPath(new URL('readWithSubsquid.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, served.url, '0', String(BLOCKS), EMITTER], { stdio: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  let exitCode: number | null | undefined;
  child.once('exit', (code) => (exitCode = code));
  for (; exitCode === undefined; await sleep(100)) await chain.mine();
  expect(exitCode, errors + lines.join('\n')).toBe(0);
  const logs = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { data: string; signer: string; height: number });
  expect(logs.map(({ data }) => data)).toEqual(['one', 'two', 'a deposit'].map((text) => toHex(text)));
  expect(logs.map(({ signer, height }) => [signer, height])).toEqual([
    [chain.sender, 2],
    [chain.sender, 2],
    [depositor, 22],
  ]);
  expect(lines.join('\n')).toContain(`${liar.name} lies about block 2`);
});

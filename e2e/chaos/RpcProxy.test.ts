import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RpcFault } from './ChaosEvent.ts';
import { RpcProxy, type RpcAnswer, type RpcRequest } from './RpcProxy.ts';

const LONG_MS = 60_000;
const quantity = (n: number): string => `0x${n.toString(16)}`;

/** A node whose block n has one log in block n−1 … and whose hashes carry the fork's name. */
let node: Server;
let proxy: RpcProxy;
let head: number;
let fork: string;

function answer({ id, method, params = [] }: RpcRequest): RpcAnswer {
  const tags: Record<string, number> = { latest: head, safe: head - 4, finalized: head - 8 };
  const block = (which: unknown): object | null => {
    const number = tags[String(which)] ?? Number(which);
    return number > head ? null : { number: quantity(number), hash: `${fork}${number}` };
  };
  if (method === 'eth_blockNumber') return { id, result: quantity(head) };
  if (method === 'eth_getBlockByNumber') return { id, result: block(params[0]) };
  if (method === 'eth_getBlockReceipts') return { id, result: [{ logs: [] }, { logs: ['a', 'b'] }, null] };
  const logs = [head - 1, head - 1, head, head].map((n) => ({ blockNumber: quantity(n), blockHash: `${fork}${n}` }));
  return { id, result: logs };
}

beforeEach(async () => {
  [head, fork] = [100, 'old'];
  node = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => response.end(JSON.stringify((JSON.parse(text) as RpcRequest[]).map(answer))));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => node.once('listening', resolve));
  proxy = await RpcProxy.open(`http://127.0.0.1:${(node.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await proxy.close();
  node.closeAllConnections();
  await new Promise((resolve) => node.close(resolve));
});

async function post(...requests: Omit<RpcRequest, 'id'>[]): Promise<Response> {
  const body = requests.map((request, id) => ({ jsonrpc: '2.0', id, ...request }));
  return fetch(proxy.url, { method: 'POST', body: JSON.stringify(body.length === 1 ? body[0] : body) });
}
async function ask(method: string, ...params: unknown[]): Promise<unknown> {
  const { result, error } = (await (await post({ method, params })).json()) as RpcAnswer;
  return error ?? result;
}
const fail = (fault: RpcFault): void => proxy.fail(fault, LONG_MS);
const LOGS = ['eth_getLogs', { fromBlock: '0x0', toBlock: '0x64' }] as const;

it('passes requests and batches on as they are', async () => {
  expect(await ask('eth_blockNumber')).toBe('0x64');
  const both = await (await post({ method: 'eth_blockNumber' }, { method: 'eth_getLogs' })).json();
  expect(both).toMatchObject([{ id: 0, result: '0x64' }, { id: 1 }]);
});

describe('a node that does not answer', () => {
  it.each([
    ['too many requests', 429],
    ['server error', 500],
  ] as const)('%s', async (kind, status) => {
    fail({ kind });
    expect((await post({ method: 'eth_blockNumber' })).status).toBe(status);
    proxy.heal();
    expect(await ask('eth_blockNumber')).toBe('0x64');
  });

  it.each(['dropped connection', 'garbage', 'cut short'] as const)('%s', async (kind) => {
    fail({ kind });
    await expect(ask('eth_blockNumber')).rejects.toThrow();
  });

  it('keeps a request without an answer until it is well again', async () => {
    fail({ kind: 'no answer' });
    const asked = ask('eth_blockNumber').then(
      () => 'answered',
      () => 'broken off',
    );
    while (proxy.counts.spoilt === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    proxy.heal();
    expect(await asked).toBe('broken off');
  });

  it('is well again by itself', async () => {
    proxy.fail({ kind: 'server error' }, 20);
    while ((await post({ method: 'eth_blockNumber' })).status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

describe('a node that answers wrongly', () => {
  it('leaves out the logs of a whole block, or the last log', async () => {
    fail({ kind: 'logs of a block missing' });
    expect(await ask(...LOGS)).toEqual([99, 99].map((n) => ({ blockNumber: quantity(n), blockHash: `old${n}` })));
    fail({ kind: 'some logs missing' });
    expect(await ask(...LOGS)).toHaveLength(3);
    expect(await ask('eth_getBlockReceipts', '0x1')).toEqual([{ logs: [] }, { logs: ['a'] }, null]);
  });

  it('refuses ranges, and gives other shapes', async () => {
    fail({ kind: 'range limit' });
    expect(await ask(...LOGS)).toMatchObject({ code: -32005 });
    expect(await ask('eth_getLogs', { fromBlock: '0x1', toBlock: '0x1' })).toHaveLength(4);
    fail({ kind: 'wrong shape' });
    expect(await ask('eth_blockNumber')).toEqual([]);
  });

  it('lags: knows nothing of the newest blocks, by number, tag or log', async () => {
    fail({ kind: 'lagging', blocks: 1 });
    expect(await ask('eth_blockNumber')).toBe('0x63');
    expect(await ask('eth_getBlockByNumber', 'latest', false)).toMatchObject({ number: '0x63' });
    expect(await ask('eth_getBlockByNumber', 'finalized', false)).toMatchObject({ number: quantity(91) });
    expect(await ask('eth_getBlockByNumber', '0x64', false)).toBeNull();
    expect(await ask(...LOGS)).toHaveLength(2);
  });

  it('goes on telling of the old chain after a reorg, where it was asked before', async () => {
    await ask('eth_getBlockByNumber', 'latest', false);
    await ask(...LOGS);
    fail({ kind: 'stale' });
    fork = 'new';
    expect(await ask('eth_getBlockByNumber', 'latest', false)).toMatchObject({ hash: 'old100' });
    expect(await ask(...LOGS)).toContainEqual({ blockNumber: '0x64', blockHash: 'old100' });
    expect(await ask('eth_getBlockByNumber', '0x5', false)).toMatchObject({ hash: 'new5' });
    proxy.heal();
    expect(await ask('eth_getBlockByNumber', 'latest', false)).toMatchObject({ hash: 'new100' });
  });
});

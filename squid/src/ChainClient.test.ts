import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { ChainClient } from './ChainClient.js';

interface Call {
  id: number;
  method: string;
  params: [string];
}

const blockOf = (number: number) => ({
  number: `0x${number.toString(16)}`,
  hash: `0xh${number}`,
  parentHash: `0xh${number - 1}`,
});

let server: Server;
afterEach(() => server.close());

/** A node at block 100 that answers `tags` so, and knows its blocks by number. */
async function open(tags: Record<string, number | 'error' | 'null'>): Promise<ChainClient> {
  const answer = ({ id, params: [block] }: Call): object => {
    const known = block.startsWith('0x') ? Number(block) : tags[block]!;
    if (known === 'error') return { jsonrpc: '2.0', id, error: { code: -39001, message: 'unknown block' } };
    return { jsonrpc: '2.0', id, result: known === 'null' ? null : blockOf(known) };
  };
  server = createServer((request, response) => {
    void json(request).then((body) => {
      const calls = body as Call | Call[];
      response.end(JSON.stringify(Array.isArray(calls) ? calls.map(answer).reverse() : answer(calls)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new ChainClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => undefined);
}

describe('the heads of a chain', () => {
  const rule = { tags: true, confirmations: 10 };
  const numbers = async (client: ChainClient, by = rule) => {
    const { latest, safe, finalized } = await client.fetchHeads(by);
    return [latest, safe, finalized].map(({ number }) => number);
  };

  it('are what its tags say', async () => {
    const client = await open({ latest: 100, safe: 95, finalized: 60 });
    expect(await numbers(client)).toEqual([100, 95, 60]);
    expect((await client.fetchHeads(rule)).latest).toEqual({ number: 100, hash: '0xh100', parentHash: '0xh99' });
  });

  it.each([
    ['lacks a tag', { latest: 100, safe: 95, finalized: 'error' }],
    ['has no finalized block yet', { latest: 100, safe: 'null', finalized: 'null' }],
    ['puts a tag above its head', { latest: 100, safe: 101, finalized: 60 }],
  ] as const)('are counted where the node %s', async (_name, tags) => {
    expect(await numbers(await open(tags))).toEqual([100, 90, 90]);
  });

  it('are counted where the rule says so, never below the first block', async () => {
    const client = await open({ latest: 100, safe: 95, finalized: 60 });
    expect(await numbers(client, { tags: false, confirmations: 2 })).toEqual([100, 98, 98]);
    expect(await numbers(client, { tags: false, confirmations: 0 })).toEqual([100, 100, 100]);
    expect(await numbers(client, { tags: false, confirmations: 500 })).toEqual([100, 0, 0]);
  });
});

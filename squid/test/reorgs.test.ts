import { createServer, type AddressInfo } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { deployContracts, reorg, startAnvil, type Anvil } from '@tributary/devnet/chain';
import { createPublicClient, createTestClient, http, type Hex, type PublicClient } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexFromScratch } from './indexFromScratch.js';
import { loadChainRows } from './loadChainRows.js';
import { Stage } from './Stage.js';
import { startIndexer, type Indexer } from './startIndexer.js';
import { startProxy } from './startProxy.js';

/** The devnet's chain finalises 8 blocks below its head. */
const DEEP = 20;

let anvil: Anvil;
let chain: PublicClient;
let stage: Stage;
let database: TestDatabase;
let indexer: Indexer;

beforeEach(async () => {
  anvil = await startAnvil({ port: await getFreePort() });
  await open();
  database = await createTestDatabase();
  start();
  await stage.playAll();
  await anvil.mine(4);
  await indexed();
});
afterEach(async () => {
  await indexer.stop();
  await anvil.stop();
  await database.close();
});

async function getFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function open(): Promise<void> {
  await deployContracts(anvil);
  chain = createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 });
  stage = new Stage(anvil);
}

function start(): void {
  indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
}

const indexed = async () => indexer.waitForHead((await chain.getBlock()).hash);

/** The index is at the chain's head, and every row of every table is as an index from scratch has it. */
async function expectHealed(): Promise<void> {
  await indexed();
  expect(await loadChainRows(database.url)).toEqual(await indexFromScratch(anvil.rpcUrl));
}

/** Facts of every sort in blocks of their own: new rows, changed rows, first sights of accounts. */
async function play(blockCount: number): Promise<void> {
  for (let block = 0; block < blockCount; block++) {
    await stage.settle(2n);
    await stage.createDatanet(`datanet of ${block}`);
    if (block === 1) await stage.challenge(2n);
    if (block === 2) await stage.resolve(2n);
    await stage.mine();
  }
}

const snapshot = () => createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) }).snapshot();
const revert = (id: Hex) => createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) }).revert({ id });

describe('while the indexer runs', () => {
  it('another chain of the same height is noticed without a new block', async () => {
    await play(3);
    await indexed();
    await reorg({ rpcUrl: anvil.rpcUrl, depth: 3 });
    await expectHealed();
    expect((await loadChainRows(database.url))['datanet']).toHaveLength(1);
  });

  it('a chain that became shorter is noticed without a new block, and when it grows again', async () => {
    const before = await snapshot();
    await play(4);
    await indexed();
    await revert(before);
    await expectHealed();

    const again = await snapshot();
    await play(4);
    await indexed();
    await revert(again);
    await play(1);
    await expectHealed();
  });

  it('a reorg below what was final heals, on the same process', async () => {
    await play(3);
    await anvil.mine(DEEP);
    await indexed();
    await reorg({ rpcUrl: anvil.rpcUrl, depth: DEEP + 2 });
    await expectHealed();
    expect(indexer.getOutput()).toContain('reorganised deeper than its finality');
  });

  it('a chain cut off below what was final heals', async () => {
    const before = await snapshot();
    await play(3);
    await anvil.mine(DEEP);
    await indexed();
    await revert(before);
    await expectHealed();
  });

  it('a new chain at the same address replaces the old one, shorter or longer', async () => {
    const { port } = anvil;
    for (const blockCount of [0, 60]) {
      await anvil.stop();
      anvil = await startAnvil({ port });
      await open();
      await stage.createDatanet(`of the chain with ${blockCount}`);
      await stage.mine();
      await anvil.mine(blockCount);
      await expectHealed();
    }
  });
});

describe('while the indexer is stopped or killed', () => {
  it.each([
    ['at the same height', 3, 0],
    ['with more blocks after it', 4, 30],
    ['below what was final', DEEP, 0],
  ])('a reorg %s heals at the next start', async (_name, depth, minedAfter) => {
    await play(3);
    await anvil.mine(Math.max(0, depth - 3));
    await indexed();
    await indexer.kill();
    await reorg({ rpcUrl: anvil.rpcUrl, depth });
    await anvil.mine(minedAfter);
    start();
    await expectHealed();
  });

  it.each([
    ['a little', 0],
    ['below what was final', DEEP],
  ])('a chain that became shorter %s heals at the next start', async (_name, minedBefore) => {
    const before = await snapshot();
    await play(3);
    await anvil.mine(minedBefore);
    await indexed();
    await indexer.kill();
    await revert(before);
    start();
    await expectHealed();
  });
});

describe('during backfill', () => {
  it.each([
    ['between a range and the next', /"eth_getBlockByNumber","params":\["0x[0-9a-f]+",true\]/],
    ['between the blocks of a range and their logs', /"eth_getLogs"/],
  ])('a reorg below finality %s does not leave half of each chain', async (_name, request) => {
    await indexer.stop();
    await play(30);
    await anvil.mine(50);
    await database.close();
    database = await createTestDatabase();
    let requestCount = 0;
    let isReorganised = false;
    const proxy = await startProxy(anvil.rpcUrl, async (body) => {
      if (!request.test(body) || ++requestCount !== 3) return;
      await reorg({ rpcUrl: anvil.rpcUrl, depth: 60 });
      isReorganised = true;
    });
    try {
      indexer = startIndexer({ databaseUrl: database.url, rpcUrl: proxy.url });
      while (!isReorganised) await new Promise((resolve) => setTimeout(resolve, 5));
      await expectHealed();
      expect(indexer.getOutput()).toContain('interrupted: ');
    } finally {
      await indexer.stop();
      await proxy.close();
    }
  });
});

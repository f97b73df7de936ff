import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { deployContracts, startAnvil, type Anvil } from '@tributary/devnet/chain';
import { createPublicClient, http } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexFromScratch } from './indexFromScratch.js';
import { loadChainRows } from './loadChainRows.js';
import { Stage } from './Stage.js';
import { startIndexer, type Indexer } from './startIndexer.js';

let database: TestDatabase;
let port: number;
const started: (Anvil | Indexer)[] = [];

function track<T extends Anvil | Indexer>(process: T): T {
  started.push(process);
  return process;
}

async function getFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function getHeadHash(anvil: Anvil): Promise<string> {
  return (await createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 }).getBlock()).hash;
}

async function getDatanetNames(): Promise<unknown[]> {
  return (await loadChainRows(database.url))['datanet']!.map((row) => row['name']);
}

/** Waits until the process has written `text`. */
async function waitForOutput(indexer: Indexer, text: string): Promise<void> {
  while (!indexer.getOutput().includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
}

beforeEach(async () => {
  database = await createTestDatabase();
  port = await getFreePort();
});
afterEach(async () => {
  for (const process of started.splice(0).reverse()) await process.stop();
  await database.close();
});

describe('the indexer', () => {
  it('waits for a node that is down, at its start and later', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tributary-squid-'));
    const stateFile = join(dir, 'state.json');
    const indexer = track(startIndexer({ databaseUrl: database.url, rpcUrl: `http://127.0.0.1:${port}` }));
    await waitForOutput(indexer, 'does not answer eth_chainId');

    const first = track(await startAnvil({ port, stateFile }));
    await deployContracts(first);
    await new Stage(first).createDatanet('first');
    await first.mine();
    await indexer.waitForBlock(await getHeadHash(first));
    await first.stop();
    await new Promise((resolve) => setTimeout(resolve, 500));

    const second = track(await startAnvil({ port, stateFile }));
    await new Stage(second).createDatanet('second');
    await second.mine();
    await indexer.waitForBlock(await getHeadHash(second));
    expect(await getDatanetNames()).toEqual(['first', 'second']);
    // Also a chain whose genesis is another than its first block says, as anvil's is after a restart.
    expect(await loadChainRows(database.url)).toEqual(await indexFromScratch(second.rpcUrl));
    rmSync(dir, { recursive: true });
  });

  it('indexes a chain that was reset from its start, running or not', async () => {
    const play = async (name: string, blockCount: number): Promise<Anvil> => {
      const anvil = track(await startAnvil({ port }));
      await deployContracts(anvil);
      await new Stage(anvil).createDatanet(name);
      await anvil.mine(blockCount);
      return anvil;
    };
    const rpcUrl = `http://127.0.0.1:${port}`;
    const first = await play('old world', 30);
    const indexer = track(startIndexer({ databaseUrl: database.url, rpcUrl }));
    await waitForOutput(indexer, 'indexing chain');
    while (!(await getDatanetNames()).includes('old world')) await new Promise((resolve) => setTimeout(resolve, 20));
    await first.stop();

    // Running, and to a chain shorter than what was final.
    const second = await play('new world', 3);
    while (!(await getDatanetNames()).includes('new world')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await getDatanetNames()).toEqual(['new world']);
    expect(indexer.getOutput()).toContain('the chain was reset');

    // Stopped meanwhile.
    await indexer.stop();
    await second.stop();
    await play('third world', 40);
    track(startIndexer({ databaseUrl: database.url, rpcUrl }));
    while (!(await getDatanetNames()).includes('third world')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await getDatanetNames()).toEqual(['third world']);
  });

  it('goes on after Postgres was killed in the middle of writes', async () => {
    const anvil = track(await startAnvil({ port }));
    await deployContracts(anvil);
    const stage = new Stage(anvil);
    const dataDir = mkdtempSync(join(tmpdir(), 'tributary-squid-'));
    chmodSync(dataDir, 0o755);
    let postgres = await startEmbeddedPostgres({ dataDir });
    const indexer = track(startIndexer({ databaseUrl: postgres.url, rpcUrl: anvil.rpcUrl }));
    for (let round = 0; round < 2; round++) {
      await waitForOutput(indexer, 'indexing chain');
      for (let block = 0; block < 5; block++) {
        await stage.createDatanet(`datanet ${round}-${block}`);
        await stage.mine();
      }
      process.kill(postgres.pid, 'SIGKILL');
      await stage.createDatanet(`while it was down ${round}`);
      await stage.mine();
      postgres = await startEmbeddedPostgres({ dataDir });
    }
    await indexer.waitForHead(await getHeadHash(anvil));
    expect(await loadChainRows(postgres.url)).toEqual(await indexFromScratch(anvil.rpcUrl));
    await indexer.stop();
    await postgres.stop();
    rmSync(postgres.home, { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('refuses another chain than the deployment is for', async () => {
    const anvil = track(await startAnvil({ port, chainId: 999 }));
    const indexer = track(startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl }));
    expect(await indexer.exited).toBe(1);
    expect(indexer.getOutput()).toContain('serves chain 999, but the deployment is for chain 31337');
  });

  it('refuses a deployment without contracts', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tributary-squid-'));
    const file = join(dir, 'empty.json');
    const finality = { confirmations: 1 };
    writeFileSync(file, JSON.stringify({ chainId: 5, startBlock: 0, finality, blockTimeSeconds: 1, contracts: {} }));
    const env = { DEPLOYMENT_FILE: file };
    const indexer = track(startIndexer({ databaseUrl: database.url, rpcUrl: 'http://127.0.0.1:1', env }));
    expect(await indexer.exited).toBe(1);
    expect(indexer.getOutput()).toContain('gives no address for any of DatanetRegistry');
    rmSync(dir, { recursive: true });
  });
});

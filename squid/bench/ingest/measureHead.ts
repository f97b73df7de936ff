import { createPool, CHAIN_CHANNEL, type ChainNotification } from '@tributary/db';
import { createTestDatabase } from '@tributary/db/testing';
import { startAnvil } from '@tributary/devnet/chain';
import { setTimeout as sleep } from 'node:timers/promises';
import { startIndexer } from '../../test/startIndexer.ts';
import { LedgerWriter } from '../../test/LedgerWriter.ts';
import { addInference, writeBackground } from './writeLedger.ts';

const BLOCK_TIME_MS = 1_000;
const MEASURED_BLOCKS = 40;
const RESTART_AFTER_BLOCKS = 25;

export interface HeadFigures {
  /** From a block being mined until its rows can be read. */
  lagMsP95: number;
  /** From the start after a kill −9 until the head's rows can be read again. */
  restartMs: number;
}

/** A chain that goes on at `inferencesPerSecond`, and how closely the indexer follows; then a kill and a new start. */
export async function measureHead(inferencesPerSecond: number, serverUrl: string): Promise<HeadFigures> {
  const anvil = await startAnvil({ port: 0 });
  const database = await createTestDatabase({ migrated: false, serverUrl });
  const pool = createPool(database.url, { max: 2 });
  let indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
  try {
    const writer = await LedgerWriter.open(anvil);
    await writeBackground(writer);
    let blockNumber = Number(await writer.request('eth_blockNumber', []));
    let inferenceId = 1n;
    const minedAtMs = new Map<number, number>();
    const mine = async (): Promise<void> => {
      for (let i = 0; i < inferencesPerSecond; i++) addInference(writer, inferenceId++);
      await writer.mine();
      minedAtMs.set(++blockNumber, performance.now());
    };
    await mine();
    await indexer.waitForHead(await getHeadHash(writer));

    const lagsMs: number[] = [];
    const listener = await pool.connect();
    await listener.query(`listen ${CHAIN_CHANNEL}`);
    listener.on('notification', ({ payload }) => {
      const { table, op, minBlockNumber, maxBlockNumber } = JSON.parse(payload!) as ChainNotification;
      if (table !== 'block' || op !== 'insert') return;
      for (let number = minBlockNumber!; number <= maxBlockNumber!; number++) {
        const atMs = minedAtMs.get(number);
        // The news may overtake the answer to whoever mined.
        lagsMs.push(atMs === undefined ? 0 : performance.now() - atMs);
      }
    });
    const live = async (blockCount: number): Promise<void> => {
      for (let block = 0; block < blockCount; block++) {
        const nextMs = performance.now() + BLOCK_TIME_MS;
        await mine();
        await sleep(Math.max(0, nextMs - performance.now()));
      }
    };
    await live(MEASURED_BLOCKS);
    lagsMs.sort((a, b) => a - b);
    const lagMsP95 = lagsMs[Math.floor(lagsMs.length * 0.95)]!;
    listener.release(true);

    await indexer.kill();
    await live(RESTART_AFTER_BLOCKS);
    const startMs = performance.now();
    indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
    await indexer.waitForHead(await getHeadHash(writer));
    return { lagMsP95, restartMs: performance.now() - startMs };
  } finally {
    await indexer.stop();
    await pool.end();
    await database.close();
    await anvil.stop();
  }
}

async function getHeadHash(writer: LedgerWriter): Promise<string> {
  return ((await writer.request('eth_getBlockByNumber', ['latest', false])) as { hash: string }).hash;
}

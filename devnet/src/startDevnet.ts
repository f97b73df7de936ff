import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Network } from './actors/Network.js';
import { startAnvil, type Anvil } from './anvil.js';
import { BlobStore } from './blobs/blobStore.js';
import type { DevnetConfig } from './config.js';
import { deployContracts } from './deployContracts.js';

/** A running devnet. */
export interface Devnet {
  anvil: Anvil;
  rpcUrl: string;
  /** URL prefix of the blob store. */
  gateway: string;
  /** Opens datanets and models where they are missing, then settles until it is stopped. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const BLOCK_TIME_SECONDS = 1;
/** What a kill -9 of anvil itself can lose; the indexer takes that for a reorg. */
const STATE_INTERVAL_SECONDS = 8;

/** Starts the chain and the blob store and puts the contracts on it; {@link Devnet.run} brings it to life. */
export async function startDevnet(config: DevnetConfig, log: (line: string) => void): Promise<Devnet> {
  mkdirSync(config.dataDir, { recursive: true });
  const blobs = new BlobStore(join(config.dataDir, 'blobs'));
  const served = await blobs.serve(config.blobPort);
  let anvil: Anvil;
  try {
    anvil = await startAnvil({
      port: config.rpcPort,
      stateFile: join(config.dataDir, 'chain.json'),
      stateIntervalSeconds: STATE_INTERVAL_SECONDS,
    });
  } catch (error) {
    await served.close();
    throw error;
  }
  await deployContracts(anvil);
  await anvil.startMining(BLOCK_TIME_SECONDS);
  const network = new Network(config, anvil, blobs, log);
  return {
    anvil,
    rpcUrl: anvil.rpcUrl,
    gateway: served.gateway,
    run: () => network.run(),
    async stop() {
      await network.stop();
      await anvil.stop();
      await served.close();
    },
  };
}

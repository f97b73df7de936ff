import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import deployment from '@tributary/contracts/deployments/31337.json' with { type: 'json' };
import { createPool } from '@tributary/db';
import { createTestDatabase } from '@tributary/db/testing';
import { createPublicClient, http } from 'viem';
import { startIndexer } from '../../test/startIndexer.ts';
import { artifacts } from '../../test/artifacts.ts';
import type { Ingestion } from './Ingestion.ts';
import { readPeakRssMb } from './readPeakRss.ts';
import { waitUntil } from './waitUntil.ts';

const LIMIT_MS = 20 * 60_000;

/** The height that is indexed, hot blocks included; −1 before the first. */
export const INDEXED_HEIGHT = `select coalesce(max(height), -1) as height from (
  select height from squid_processor.status union all select height from squid_processor.hot_block) as seen`;

/** Our indexer, as it is deployed, from its start to the chain's head. `onHeight` hears of the height all the while. */
export async function runSquid(
  rpcUrl: string,
  serverUrl: string,
  onHeight: (height: number, elapsedMs: number) => void = () => undefined,
): Promise<Ingestion> {
  const database = await createTestDatabase({ migrated: false, serverUrl });
  const pool = createPool(database.url, { max: 1 });
  const head = Number(await createPublicClient({ transport: http(rpcUrl) }).getBlockNumber());
  const deploymentDir = writeDeployment();
  const env = { DEPLOYMENT_FILE: join(deploymentDir, 'deployment.json') };
  const startMs = performance.now();
  const indexer = startIndexer({ databaseUrl: database.url, rpcUrl, env });
  try {
    const isAtHead = async (): Promise<boolean> => {
      const { rows } = await pool.query<{ height: number }>(INDEXED_HEIGHT).catch(() => ({ rows: [{ height: -1 }] }));
      onHeight(rows[0]!.height, performance.now() - startMs);
      return rows[0]!.height >= head;
    };
    await waitUntil(isAtHead, LIMIT_MS, 'the indexer at the head');
    const elapsedMs = performance.now() - startMs;
    const peakRssMb = readPeakRssMb(indexer.pid);
    const { rows } = await pool.query<{ count: bigint }>('select count(*) from protocol_event');
    return { eventCount: Number(rows[0]!.count), elapsedMs, peakRssMb };
  } finally {
    await indexer.stop();
    await pool.end();
    await database.close();
    rmSync(deploymentDir, { recursive: true });
  }
}

/** The four contracts alone, without gas: what the peer's handlers cover. */
function writeDeployment(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ingest-deployment-'));
  const contracts = Object.fromEntries(
    Object.entries(deployment.contracts).filter(([name]) => Object.hasOwn(artifacts, name)),
  );
  writeFileSync(join(dir, 'deployment.json'), JSON.stringify({ ...deployment, contracts, gas: false }));
  return dir;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ServiceSpec } from '../supervise/ChildService.js';
import { getRoot } from './getRoot.js';
import { type NetworkSettings } from './NetworkSettings.js';

/** The chain id of every devnet. */
const DEVNET_CHAIN_ID = 31337;

/** Each takes a port of its own for health and metrics; one that the environment names can be of one of them only. */
const ANY_METRICS_PORT = { METRICS_PORT: '0' };

/** In this order nobody writes to what is gone already. */
export const STOP_ORDER: readonly string[] = ['devnet', 'engine', 'squid', 'analytics', 'api', 'explorer'];

/** Where to reach a copy of the network. */
export interface NetworkUrls {
  readonly explorer: string;
  /** GraphQL; a browser gets a console there. */
  readonly api: string;
  readonly rpc: string;
  readonly blobGateway: string;
}

export function getNetworkUrls({ ports, chain }: NetworkSettings): NetworkUrls {
  return {
    explorer: `http://127.0.0.1:${ports.explorer}`,
    api: `http://127.0.0.1:${ports.api}/graphql`,
    rpc: chain.kind === 'devnet' ? `http://127.0.0.1:${ports.rpc}` : chain.rpcUrl,
    blobGateway: chain.kind === 'devnet' ? `http://127.0.0.1:${ports.blobs}/ipfs/` : chain.blobGateway,
  };
}

/** The chain and its actors; undefined when somebody else runs them. */
export function buildDevnetService(settings: NetworkSettings): ServiceSpec | undefined {
  const { chain, ports, dataDir } = settings;
  if (chain.kind !== 'devnet') return undefined;
  return {
    name: 'devnet',
    entry: join(getRoot(), 'devnet/lib/main.js'),
    env: {
      ...ANY_METRICS_PORT,
      DATA_DIR: join(dataDir, 'devnet'),
      RPC_PORT: String(ports.rpc),
      BLOB_PORT: String(ports.blobs),
      SETTLEMENTS_PER_SECOND: String(chain.settlementsPerSecond),
      DISHONEST_ONE_IN: String(chain.dishonestOneIn),
      ...(chain.seed === undefined ? {} : { SEED: chain.seed }),
    },
  };
}

/** What reads the chain and shows it. `databaseUrl` writes, `readOnlyUrl` cannot. */
export function buildReaderServices(
  settings: NetworkSettings,
  database: { databaseUrl: string; readOnlyUrl: string },
): ServiceSpec[] {
  const { chain, ports } = settings;
  const urls = getNetworkUrls(settings);
  const CHAIN_ID = String(chain.kind === 'devnet' ? DEVNET_CHAIN_ID : chain.chainId);
  const root = getRoot();
  const explorerServer = join(root, 'explorer/server.mjs');
  const ANALYTICS_DIR = join(settings.dataDir, 'analytics');
  return [
    {
      name: 'squid',
      entry: join(root, 'squid/lib/main.js'),
      env: {
        ...ANY_METRICS_PORT,
        DATABASE_URL: database.databaseUrl,
        RPC_URL: urls.rpc,
        VERIFY_RECEIPTS: String(settings.verifiesReceipts),
        CHAIN_ID,
      },
    },
    {
      name: 'engine',
      entry: join(root, 'attribution-engine/lib/main.js'),
      env: {
        ...ANY_METRICS_PORT,
        DATABASE_URL: database.databaseUrl,
        BLOB_GATEWAY: urls.blobGateway,
        // The guard against requests into one's own network would refuse the devnet's gateway on loopback.
        ALLOW_PRIVATE_GATEWAY: String(chain.kind === 'devnet'),
        GRACE_SECONDS: String(settings.graceSeconds),
      },
    },
    {
      name: 'analytics',
      entry: join(root, 'analytics/lib/main.js'),
      env: { ...ANY_METRICS_PORT, DATABASE_URL: database.readOnlyUrl, ANALYTICS_DIR, CHAIN_ID },
    },
    {
      name: 'api',
      entry: join(root, 'api/lib/main.js'),
      env: {
        ...ANY_METRICS_PORT,
        // What a query makes is garbage at once: a small heap costs little, and an answer's size is limited anyway.
        NODE_OPTIONS: '--max-old-space-size=512 --max-semi-space-size=8',
        API_DATABASE_URL: database.readOnlyUrl,
        API_HOST: '127.0.0.1',
        API_PORT: String(ports.api),
        ANALYTICS_DIR,
        CHAIN_ID,
        NODE_ENV: 'production',
      },
    },
    {
      name: 'explorer',
      entry: existsSync(explorerServer) ? explorerServer : join(root, 'explorer/build/index.js'),
      env: {
        HOST: '127.0.0.1',
        PORT: String(ports.explorer),
        ...(settings.origin === undefined ? {} : { ORIGIN: settings.origin }),
        API_URL: urls.api,
        BLOB_GATEWAY: urls.blobGateway,
        NODE_ENV: 'production',
      },
    },
  ];
}

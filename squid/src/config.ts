import { fileURLToPath } from 'node:url';
import { ConfigError } from './errors.js';
import { loadDeployment, type Deployment } from './loadDeployment.js';

/** What the indexer needs to know. */
export interface IndexerConfig {
  databaseUrl: string;
  /** http(s) URLs of nodes of the chain, one at least. */
  rpcUrls: readonly string[];
  /** Whether every log is proven by the receipts root of its block's header. */
  verifiesReceipts: boolean;
  deployment: Deployment;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads DATABASE_URL, RPC_URL, VERIFY_RECEIPTS, CHAIN_ID and DEPLOYMENT_FILE; see `main.ts`. @throws ConfigError */
export function readConfig(env: Environment): IndexerConfig {
  const databaseUrl = env['DATABASE_URL'];
  if (!databaseUrl) throw new ConfigError({ variable: 'DATABASE_URL', problem: 'is not set' });
  const rpcUrls = (env['RPC_URL'] ?? '').split(',').map((url) => url.trim());
  if (!rpcUrls.every((url) => /^https?:\/\/./.test(url))) {
    throw new ConfigError({ variable: 'RPC_URL', problem: 'must be an http or https URL, or several with commas' });
  }
  const verify = env['VERIFY_RECEIPTS'] || 'false';
  if (verify !== 'true' && verify !== 'false') {
    throw new ConfigError({ variable: 'VERIFY_RECEIPTS', problem: 'must be true or false' });
  }
  const chainId = env['CHAIN_ID'] ?? '31337';
  if (!/^\d+$/.test(chainId)) throw new ConfigError({ variable: 'CHAIN_ID', problem: 'must be a number' });
  const deploymentFile =
    env['DEPLOYMENT_FILE'] ?? fileURLToPath(new URL(`../../contracts/deployments/${chainId}.json`, import.meta.url));
  return { databaseUrl, rpcUrls, verifiesReceipts: verify === 'true', deployment: loadDeployment(deploymentFile) };
}

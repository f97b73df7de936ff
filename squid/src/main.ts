/**
 * The indexer process. Environment:
 * - DATABASE_URL (required): Postgres, as a user that may write.
 * - RPC_URL (required): http(s) URL of a node of the chain.
 * - CHAIN_ID: names contracts/deployments/<CHAIN_ID>.json; 31337 unless told.
 * - DEPLOYMENT_FILE: another deployment file instead.
 * - METRICS_PORT: loopback port of Prometheus metrics; any free one unless told.
 *
 * With an IPC channel it reports `{ ready: true }` once the chain is checked and ends when the parent goes. It exits with
 * 1 when it cannot go on; started again it heals what can be healed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LogLevel, setRootSink, type LogRecord } from '@subsquid/logger';
import { TypeormDatabase } from '@subsquid/typeorm-store';
import { applyMigrations, createPool, getProjectDir, resetChainTables, type Pool } from '@tributary/db';
import { ChainClient } from './ChainClient.js';
import { compareWithChain } from './compareWithChain.js';
import { createProcessor, toChainBlock } from './createProcessor.js';
import { ConfigError, WrongChainError } from './errors.js';
import { handleBatch } from './handleBatch.js';
import { loadDeployment, type Deployment } from './loadDeployment.js';

const BEHIND_PAUSE_MS = 500;
const WATCH_INTERVAL_MS = 5_000;

interface Config {
  databaseUrl: string;
  rpcUrl: string;
  deployment: Deployment;
  metricsPort: number;
}

function log(line: string): void {
  process.stderr.write(`squid: ${line}\n`);
}

/** The processor's own log, as plain lines like ours instead of JSON. */
function logRecord({ level, msg, err }: LogRecord): void {
  const detail = level >= LogLevel.FATAL ? err?.stack : err?.message;
  const prefix = level >= LogLevel.WARN ? `${LogLevel[level].toLowerCase()}: ` : '';
  log(prefix + [msg, detail].filter(Boolean).join(': '));
}

function readConfig(env: NodeJS.ProcessEnv): Config {
  const databaseUrl = env['DATABASE_URL'];
  if (!databaseUrl) throw new ConfigError({ variable: 'DATABASE_URL', problem: 'is not set' });
  const rpcUrl = env['RPC_URL'];
  if (!rpcUrl || !/^https?:\/\//.test(rpcUrl)) {
    throw new ConfigError({ variable: 'RPC_URL', problem: 'must be an http or https URL' });
  }
  const chainId = env['CHAIN_ID'] ?? '31337';
  if (!/^\d+$/.test(chainId)) throw new ConfigError({ variable: 'CHAIN_ID', problem: 'must be a number' });
  const metricsPort = Number(env['METRICS_PORT'] ?? 0);
  if (!Number.isInteger(metricsPort) || metricsPort < 0 || metricsPort > 65_535) {
    throw new ConfigError({ variable: 'METRICS_PORT', problem: 'must be a port number' });
  }
  const deploymentFile =
    env['DEPLOYMENT_FILE'] ?? fileURLToPath(new URL(`../../contracts/deployments/${chainId}.json`, import.meta.url));
  return { databaseUrl, rpcUrl, deployment: loadDeployment(deploymentFile), metricsPort };
}

/** Waits until the index continues the node's chain; a chain that was reset is indexed again from its start. */
async function settleOnChain(pool: Pool, client: ChainClient, databaseUrl: string): Promise<void> {
  for (let announced = false; ;) {
    const comparison = await compareWithChain(pool, client);
    if (comparison.kind === 'same') return;
    if (comparison.kind === 'other') {
      const { blockNumber, indexedHash, chainHash } = comparison;
      log(
        `block ${blockNumber} was indexed as ${indexedHash} and is ${chainHash} on the chain now: the chain was reset, or ` +
          'reorganised deeper than its finality. Clearing the chain tables and indexing again; verdicts are kept.',
      );
      await resetChainTables(databaseUrl);
      return;
    }
    if (!announced) {
      const { chainHeight, indexedHeight } = comparison;
      log(`the node is at block ${chainHeight}, ${indexedHeight} is indexed; waiting for the node to catch up`);
      announced = true;
    }
    await sleep(BEHIND_PAUSE_MS);
  }
}

/** The processor does not notice a chain that starts again below the indexed height: this does, and ends the process. */
function watchChain(pool: Pool, client: ChainClient): void {
  const timer = setInterval(() => {
    compareWithChain(pool, client).then(
      (comparison) => {
        if (comparison.kind !== 'other') return;
        log(`block ${comparison.blockNumber} is not the indexed one any more; ending, to start over on the new chain`);
        process.exit(1);
      },
      (error: Error) => log(`the chain could not be compared with the index: ${error.message}`),
    );
  }, WATCH_INTERVAL_MS);
  timer.unref();
}

async function main(): Promise<void> {
  process.once('SIGTERM', () => process.exit(0));
  process.once('SIGINT', () => process.exit(0));
  // Every write is one transaction with the indexed height: ending at any moment loses nothing.
  process.once('disconnect', () => process.exit(0));

  setRootSink(logRecord);

  const { databaseUrl, rpcUrl, deployment, metricsPort } = readConfig(process.env);
  const client = new ChainClient(rpcUrl, log);
  const actualChainId = await client.fetchChainId();
  if (actualChainId !== deployment.chainId) {
    throw new WrongChainError({ rpcUrl, expectedChainId: deployment.chainId, actualChainId });
  }
  await applyMigrations(databaseUrl);
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'squid-watch' });
  await settleOnChain(pool, client, databaseUrl);
  watchChain(pool, client);

  // The store takes its connection from the environment only.
  process.env['DB_URL'] = databaseUrl;
  const database = new TypeormDatabase({ projectDir: getProjectDir(), supportHotBlocks: true });
  createProcessor({ deployment, rpcUrl, metricsPort }).run(database, (context) =>
    handleBatch(
      context.store,
      context.blocks.map((block) => toChainBlock(block, deployment)),
    ),
  );
  log(`indexing chain ${deployment.chainId} from ${rpcUrl}`);
  process.send?.({ ready: true });
}

main().catch((error: Error) => {
  log(error.message || error.name);
  process.exit(1);
});

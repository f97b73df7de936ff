import { join } from 'node:path';
import { type Checkpoint, fetchChainId } from '@tributary/chain';
import { type Hex } from 'viem';
import { UsageError } from '../errors.js';
import { getRoot } from '../network/getRoot.js';
import { parseBytes } from '../parseBytes.js';
import { parseNumber } from '../parseOptions.js';
import { NoNetworkError } from './errors.js';
import { findRunningNetwork } from './findRunningNetwork.js';
import { type LedgerDeployment, readDeployment } from './readDeployment.js';
import { type VerifySettings } from './VerifySettings.js';

/** The options of `tributary verify` that say what is read, as `parseArgs` takes them. */
export const VERIFY_OPTIONS = {
  rpc: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'as-of': { type: 'string' },
  inference: { type: 'string' },
  'chain-id': { type: 'string' },
  deployment: { type: 'string' },
  gateway: { type: 'string', multiple: true },
  data: { type: 'string', default: '.tributary' },
  'verify-receipts': { type: 'boolean', default: false },
  checkpoint: { type: 'string' },
  backend: { type: 'string', default: 'auto' },
  memory: { type: 'string', default: '1G' },
  grace: { type: 'string' },
} as const;

type Values = {
  [name in keyof typeof VERIFY_OPTIONS]?: (typeof VERIFY_OPTIONS)[name] extends { multiple: true }
    ? string[]
    : (typeof VERIFY_OPTIONS)[name]['type'] extends 'boolean'
      ? boolean
      : string;
};

const BLOCKS = { min: 0, max: Number.MAX_SAFE_INTEGER, isInteger: true };
const DEFAULT_GRACE_SECONDS = 300;
const LONGEST_GRACE_SECONDS = 100 * 365 * 86_400;

/**
 * What was asked for, with what a network that runs here answers for the rest.
 *
 * @throws UsageError, NoNetworkError, DeploymentFileError; what asking the endpoints for their chain throws
 */
export async function readVerifySettings(
  verb: string,
  values: Values,
  { env, log }: { env: NodeJS.ProcessEnv; log: (line: string) => void },
): Promise<VerifySettings> {
  const dataDir = values.data!;
  // A chain that was named is not helped out with another's blobs.
  const running = values.rpc === undefined ? findRunningNetwork(dataDir) : undefined;
  const endpoints = values.rpc === undefined ? (running ? [running.rpcUrl] : []) : splitList(values.rpc);
  if (endpoints.length === 0) throw new NoNetworkError({ dataDir, missing: '--rpc' });
  const given = values.gateway?.flatMap(splitList) ?? splitList(env['BLOB_GATEWAY'] ?? '');
  const gateways = given.length > 0 ? given : (running?.gateways ?? []);
  if (gateways.length === 0) throw new NoNetworkError({ dataDir, missing: '--gateway' });
  for (const gateway of gateways) {
    if (!/^https?:\/\/.+\/$/.test(gateway)) {
      throw new UsageError({ problem: `--gateway takes an http(s) URL ending in /, not "${gateway}"`, verb });
    }
  }

  const block = (name: 'from' | 'to' | 'as-of'): number | undefined =>
    values[name] === undefined ? undefined : parseNumber(verb, name, values[name], BLOCKS);
  const deployment = await readNamedDeployment(verb, values, running?.chainId, { endpoints, log });
  if (values.inference !== undefined && !/^[1-9]\d{0,77}$/.test(values.inference)) {
    throw new UsageError({ problem: `--inference takes an id, not "${values.inference}"`, verb });
  }
  const grace = { min: 0, max: LONGEST_GRACE_SECONDS, isInteger: true };
  return {
    ...{ endpoints, gateways, deployment },
    ...{ from: block('from'), to: block('to'), asOf: block('as-of') },
    inferenceId: values.inference,
    graceSeconds:
      values.grace === undefined
        ? (running?.graceSeconds ?? DEFAULT_GRACE_SECONDS)
        : parseNumber(verb, 'grace', values.grace, grace),
    verifyReceipts: values['verify-receipts'] === true,
    checkpoint: values.checkpoint === undefined ? undefined : parseCheckpoint(verb, values.checkpoint),
    backend: values.backend!,
    memoryBytes: parseBytes(verb, 'memory', values.memory!),
  };
}

/** The file that was named, that of the chain that was named, or that of the chain that the endpoints serve. */
async function readNamedDeployment(
  verb: string,
  values: Values,
  runningChainId: number | undefined,
  { endpoints, log }: { endpoints: readonly string[]; log: (line: string) => void },
): Promise<LedgerDeployment> {
  const named =
    values['chain-id'] === undefined ? undefined : parseNumber(verb, 'chain-id', values['chain-id'], BLOCKS);
  if (values.deployment !== undefined) {
    const deployment = readDeployment(values.deployment);
    if (named === undefined || named === deployment.chainId) return deployment;
    throw new UsageError({ problem: `--deployment is of chain ${deployment.chainId}, not of ${named}`, verb });
  }
  const chainId = named ?? runningChainId ?? (await fetchChainId({ endpoints, log }));
  return readDeployment(join(getRoot(), 'contracts/deployments', `${chainId}.json`));
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

function parseCheckpoint(verb: string, text: string): Checkpoint {
  const [, number, hash] = /^(\d{1,15}):(0x[0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) {
    throw new UsageError({ problem: `--checkpoint takes NUMBER:0xHASH, not "${text}"`, verb });
  }
  return { number: Number(number), hash: hash.toLowerCase() as Hex };
}

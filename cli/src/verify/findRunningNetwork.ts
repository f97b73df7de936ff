import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getServiceMark } from '../supervise/ChildService.js';
import { listProcessGroup } from '../supervise/processGroup.js';

/** Where a network that was started here has its chain and its blobs. */
export interface RunningNetwork {
  rpcUrl: string;
  chainId: number;
  gateways: string[];
  graceSeconds: number;
}

/** What a network of this data folder told its own indexer and engine; undefined when none runs, or the system hides it. */
export function findRunningNetwork(dataDir: string): RunningNetwork | undefined {
  const squid = readEnvironment(resolve(dataDir), 'squid');
  const engine = readEnvironment(resolve(dataDir), 'engine');
  if (!squid?.RPC_URL || !engine?.BLOB_GATEWAY) return undefined;
  return {
    rpcUrl: squid.RPC_URL,
    chainId: Number(squid.CHAIN_ID),
    gateways: engine.BLOB_GATEWAY.split(','),
    graceSeconds: Number(engine.GRACE_SECONDS),
  };
}

function readEnvironment(dataDir: string, service: string): Record<string, string> | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'run', `${service}.pid`), 'utf8'));
    if (!listProcessGroup(pid, getServiceMark(service, dataDir)).includes(pid)) return undefined;
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return Object.fromEntries(variables.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  } catch {
    return undefined;
  }
}

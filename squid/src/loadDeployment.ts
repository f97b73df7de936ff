import { readFileSync } from 'node:fs';
import { DeploymentError } from './errors.js';
import type { FinalityRule } from './FinalityRule.js';

export const CONTRACT_NAMES = [
  'DatanetRegistry',
  'ModelRegistry',
  'InferenceMarket',
  'AttributionSettlement',
  'GOpen',
  'Governor',
  'Timelock',
  'Staking',
  'ComputeRegistry',
  'SchemaRegistry',
  'EAS',
  'L2ToL1MessagePasser',
] as const;
export type ContractName = (typeof CONTRACT_NAMES)[number];

/** What squid needs of contracts/deployments/<chainId>.json. */
export interface Deployment {
  chainId: number;
  /** First block that can hold an event. */
  startBlock: number;
  finality: FinalityRule;
  blockTimeSeconds: number;
  /** Whether receipts are read too, for what transactions cost: one more request for each block with any. */
  gas: boolean;
  /** Contract by address, lower case; contracts that the chain lacks are absent. */
  contracts: ReadonlyMap<string, ContractName>;
}

export function loadDeployment(file: string): Deployment {
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new DeploymentError({ file, problem: (error as Error).message });
  }
  const getCount = (owner: Record<string, unknown> | undefined, field: string): number => {
    const value = owner?.[field];
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    throw new DeploymentError({ file, problem: `${field} must be a number, 0 or more` });
  };

  const contracts = new Map<string, ContractName>();
  const addresses = (json['contracts'] ?? {}) as Record<string, unknown>;
  for (const name of CONTRACT_NAMES) {
    const address = addresses[name];
    if (address === undefined || address === null) continue;
    if (typeof address !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(address)) {
      throw new DeploymentError({ file, problem: `contracts.${name} must be an address` });
    }
    contracts.set(address.toLowerCase(), name);
  }
  if (contracts.size === 0) {
    throw new DeploymentError({ file, problem: `it gives no address for any of ${CONTRACT_NAMES.join(', ')}` });
  }
  const finality = json['finality'] as Record<string, unknown> | undefined;
  const tags = finality?.['tags'] ?? false;
  if (typeof tags !== 'boolean') throw new DeploymentError({ file, problem: 'finality.tags must be true or false' });
  const gas = json['gas'] ?? false;
  if (typeof gas !== 'boolean') throw new DeploymentError({ file, problem: 'gas must be true or false' });
  return {
    chainId: getCount(json, 'chainId'),
    startBlock: getCount(json, 'startBlock'),
    finality: { tags, confirmations: getCount(finality, 'confirmations') },
    blockTimeSeconds: getCount(json, 'blockTimeSeconds'),
    gas,
    contracts,
  };
}

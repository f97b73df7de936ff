import { readFileSync } from 'node:fs';
import { type Hex } from 'viem';
import { DeploymentFileError } from './errors.js';

/** The contracts whose events decide what is due and what was paid. */
export const LEDGER_CONTRACTS = [
  'DatanetRegistry',
  'ModelRegistry',
  'InferenceMarket',
  'AttributionSettlement',
] as const;
export type LedgerContract = (typeof LEDGER_CONTRACTS)[number];

/** What verifying needs of contracts/deployments/<chainId>.json. */
export interface LedgerDeployment {
  chainId: number;
  /** First block that can hold an event. */
  startBlock: number;
  /** Lower case. */
  addresses: Readonly<Record<LedgerContract, Hex>>;
}

/** @throws DeploymentFileError */
export function readDeployment(file: string): LedgerDeployment {
  const fail = (problem: string): never => {
    throw new DeploymentFileError({ file, problem });
  };
  let json: Record<string, unknown> | null;
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown> | null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(code === 'ENOENT' ? 'there is no such file' : message);
  }
  const { chainId, startBlock, contracts } = json ?? {};
  if (!Number.isSafeInteger(chainId) || !Number.isSafeInteger(startBlock) || (startBlock as number) < 0) {
    return fail('chainId and startBlock must be whole numbers');
  }
  const given = (contracts ?? {}) as Record<string, unknown>;
  const addresses = LEDGER_CONTRACTS.map((name): [LedgerContract, Hex] => {
    const address = given[name];
    if (typeof address !== 'string' || !/^0x[0-9a-f]{40}$/i.test(address)) return fail(`it has no address of ${name}`);
    return [name, address.toLowerCase() as Hex];
  });
  return {
    chainId: chainId as number,
    startBlock: startBlock as number,
    addresses: Object.fromEntries(addresses) as Record<LedgerContract, Hex>,
  };
}

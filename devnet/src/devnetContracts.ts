import deployment from '@tributary/contracts/deployments/31337.json' with { type: 'json' };
import { getAddress, type Address } from 'viem';

export type DevnetContractName = keyof typeof deployment.contracts;
export type DevnetContracts = Record<DevnetContractName, Address>;

/**
 * Where the contracts are on every devnet, from `contracts/deployments/31337.json`: what account 0 creates with its first
 * nonces, and the predeploys at the addresses that every OP Stack chain has them at.
 */
export const devnetContracts: Readonly<DevnetContracts> = Object.fromEntries(
  Object.entries(deployment.contracts).map(([name, address]) => [name, getAddress(address)]),
) as DevnetContracts;

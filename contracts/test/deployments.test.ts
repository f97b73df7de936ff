import { readFileSync, readdirSync } from 'node:fs';
import { getAddress, getContractAddress } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';

const folder = new URL('../deployments/', import.meta.url);
const CONTRACTS = ['DatanetRegistry', 'ModelRegistry', 'AttributionSettlement', 'InferenceMarket'];

interface Deployment {
  chainId: number;
  name: string;
  nativeToken: { symbol: string; decimals: number };
  startBlock: number;
  finality: { confirmations: number };
  blockTimeSeconds: number;
  contracts: Record<string, string>;
}

function load(name: string): Deployment {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Deployment;
}

test.each(readdirSync(folder))('%s is complete, and its addresses have their checksums', (name) => {
  const deployment = load(name);
  expect(`${deployment.chainId}.json`).toBe(name);
  expect(deployment.nativeToken).toEqual({ symbol: 'OPEN', decimals: 18 });
  expect(deployment.finality.confirmations).toBeGreaterThan(0);
  expect(deployment.blockTimeSeconds).toBeGreaterThan(0);
  expect(deployment.startBlock).toBeGreaterThanOrEqual(0);
  for (const [contractName, address] of Object.entries(deployment.contracts)) {
    expect(CONTRACTS).toContain(contractName);
    expect(address).toBe(getAddress(address));
  }
});

test('the devnet’s addresses are what its first account creates with nonces 0 to 3', () => {
  const from = mnemonicToAccount('test test test test test test test test test test test junk').address;
  const created = CONTRACTS.map((name, nonce) => [name, getContractAddress({ from, nonce: BigInt(nonce) })]);
  expect(load('31337.json').contracts).toEqual(Object.fromEntries(created));
});

test('nothing is invented for OpenLedger’s mainnet', () => {
  expect(load('1612.json').contracts).toEqual({});
});

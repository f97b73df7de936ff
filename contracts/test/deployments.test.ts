import { readFileSync, readdirSync } from 'node:fs';
import { getAddress, getContractAddress } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';

const folder = new URL('../deployments/', import.meta.url);
/** In the order of the deployer's nonces; that of null named the market. */
const CREATED = [
  'DatanetRegistry',
  'ModelRegistry',
  'AttributionSettlement',
  'InferenceMarket',
  null,
  'GOpen',
  'Timelock',
  'Governor',
  'Staking',
  'ComputeRegistry',
];
/** https://specs.optimism.io/protocol/predeploys.html */
const PREDEPLOYS = {
  L2ToL1MessagePasser: '0x4200000000000000000000000000000000000016',
  SchemaRegistry: '0x4200000000000000000000000000000000000020',
  EAS: '0x4200000000000000000000000000000000000021',
};

interface Deployment {
  chainId: number;
  name: string;
  nativeToken: { symbol: string; decimals: number };
  startBlock: number;
  finality: { tags: boolean; confirmations: number };
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
  expect(deployment.finality).toEqual({ tags: expect.any(Boolean), confirmations: expect.any(Number) });
  expect(deployment.finality.confirmations).toBeGreaterThan(0);
  expect(deployment.blockTimeSeconds).toBeGreaterThan(0);
  expect(deployment.startBlock).toBeGreaterThanOrEqual(0);
  for (const [contractName, address] of Object.entries(deployment.contracts)) {
    expect([...CREATED, ...Object.keys(PREDEPLOYS)]).toContain(contractName);
    expect(address).toBe(getAddress(address));
  }
});

test('the devnet’s addresses are what its first account creates, and the OP Stack’s predeploys', () => {
  const from = mnemonicToAccount('test test test test test test test test test test test junk').address;
  const created = CREATED.flatMap((name, nonce) =>
    name === null ? [] : [[name, getContractAddress({ from, nonce: BigInt(nonce) })]],
  );
  expect(load('31337.json').contracts).toEqual({ ...Object.fromEntries(created), ...PREDEPLOYS });
});

test('for OpenLedger’s mainnet there is what every OP Stack chain has, and nothing invented', () => {
  expect(load('1612.json').contracts).toEqual(PREDEPLOYS);
});

import { readFileSync, readdirSync } from 'node:fs';
import {
  AttributionSettlement,
  ComputeRegistry,
  DatanetRegistry,
  GOpen,
  InferenceMarket,
  L2ToL1MessagePasser,
  ModelRegistry,
  Staking,
} from '@tributary/contracts/artifacts';
import type { Abi, AbiEvent } from 'viem';
import { expect, test } from 'vitest';
import { buildGeneratedFiles } from '../scripts/buildGeneratedFiles.mjs';

const abiFolder = new URL('../abi/', import.meta.url);
const OURS = [
  AttributionSettlement,
  ComputeRegistry,
  DatanetRegistry,
  GOpen,
  InferenceMarket,
  L2ToL1MessagePasser,
  ModelRegistry,
  Staking,
];
/** From OpenZeppelin's base contracts, which document them. */
const INHERITED = [
  'Approval',
  'DelegateChanged',
  'DelegateVotesChanged',
  'EIP712DomainChanged',
  'OwnershipTransferStarted',
  'OwnershipTransferred',
  'Transfer',
];

test('contracts/abi is what contracts/src compiles to (else: npm run codegen -w contracts)', async () => {
  const files = await buildGeneratedFiles();
  expect(readdirSync(abiFolder).sort()).toEqual([...files.keys()].sort());
  for (const [name, content] of files) {
    expect(readFileSync(new URL(name, abiFolder), 'utf8') === content, name).toBe(true);
  }
});

test('the events are those of docs/protocol.md, indexed fields and names included', () => {
  const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  const documented = [...page.matchAll(/`([A-Z]\w+\([^`]*\))`/g)].map(([, signature]) => signature);
  const emitted = OURS.flatMap(({ abi }): Abi => abi)
    .filter((entry) => entry.type === 'event')
    .filter(({ name }) => !INHERITED.includes(name));
  expect(documented.length).toBeGreaterThan(0);
  expect(emitted.map(write).sort()).toEqual(documented.sort());
});

function write({ name, inputs }: AbiEvent): string {
  const fields = inputs.map(({ type, indexed, name: field }) => `${type} ${indexed ? 'indexed ' : ''}${field}`);
  return `${name}(${fields.join(', ')})`;
}

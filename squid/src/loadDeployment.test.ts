import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeploymentError } from './errors.js';
import { loadDeployment } from './loadDeployment.js';

const valid = {
  chainId: 5,
  startBlock: 3,
  finality: { confirmations: 10 },
  blockTimeSeconds: 0.5,
  contracts: { ModelRegistry: `0x${'Ab'.repeat(20)}`, DatanetRegistry: null },
};

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tributary-deployment-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function load(json: unknown) {
  const file = join(dir, 'x.json');
  writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json));
  return loadDeployment(file);
}

describe('loadDeployment', () => {
  it('reads what there is; absent contracts are absent', () => {
    expect(load(valid)).toEqual({
      chainId: 5,
      startBlock: 3,
      finality: { tags: false, confirmations: 10 },
      blockTimeSeconds: 0.5,
      gas: false,
      contracts: new Map([[`0x${'ab'.repeat(20)}`, 'ModelRegistry']]),
    });
  });

  it('takes the tags of the chain for its finality when told', () => {
    expect(load({ ...valid, finality: { tags: true, confirmations: 2 } }).finality).toEqual({
      tags: true,
      confirmations: 2,
    });
  });

  it.each([
    ['{', /JSON/],
    [{ ...valid, contracts: {} }, /gives no address/],
    [{ ...valid, contracts: { ModelRegistry: '0x12' } }, /ModelRegistry must be an address/],
    [{ ...valid, finality: {} }, /confirmations must be a number/],
    [{ ...valid, finality: { tags: 'yes', confirmations: 1 } }, /tags must be true or false/],
    [{ ...valid, startBlock: -1 }, /startBlock must be a number/],
    [{ ...valid, gas: 'yes' }, /gas must be true or false/],
  ])('refuses %j', (json, message) => {
    expect(() => load(json)).toThrow(DeploymentError);
    expect(() => load(json)).toThrow(message);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatanetRegistry, ModelRegistry } from '@tributary/contracts/artifacts';
import { parseAbi, parseEventLogs, parseEther, zeroHash, type Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { REORG_LIMIT_BLOCKS, startAnvil, type Anvil } from '../src/anvil.js';
import { ChainActor } from '../src/ChainActor.js';
import { deployContracts } from '../src/deployContracts.js';
import { devnetContracts } from '../src/devnetContracts.js';
import {
  ChainUnreachableError,
  DeploymentMismatchError,
  ReceiptTimeoutError,
  ReorgError,
  TransactionRefusedError,
  TransactionRevertedError,
} from '../src/errors.js';
import { reorg } from '../src/reorg.js';

let anvil: Anvil;
let curator: ChainActor;

function actor(name: string, accountIndex: number): ChainActor {
  return new ChainActor({ name, accountIndex, rpcUrl: anvil.rpcUrl, chainId: anvil.chainId });
}

function createDatanet(name: string) {
  return {
    address: devnetContracts.DatanetRegistry,
    abi: DatanetRegistry.abi,
    functionName: 'createDatanet',
    args: [name, 'ipfs://', zeroHash],
  } as const;
}

beforeEach(async () => {
  anvil = await startAnvil({ port: 0 });
  curator = actor('curator', 4);
});

afterEach(async () => {
  await anvil.stop();
});

describe('deployContracts', () => {
  test('puts the four at the addresses of the deployment file, once', async () => {
    expect(await deployContracts(anvil)).toEqual(devnetContracts);
    const head = await curator.client.getBlockNumber({ cacheTime: 0 });
    expect(await deployContracts(anvil)).toEqual(devnetContracts);
    expect(await curator.client.getBlockNumber({ cacheTime: 0 })).toBe(head);
  });

  test('finds them on a resumed chain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-deploy-test-'));
    try {
      const stateFile = join(folder, 'state.json');
      const first = await startAnvil({ port: 0, stateFile });
      await deployContracts(first);
      await first.stop();
      const second = await startAnvil({ port: 0, stateFile });
      try {
        await expect(deployContracts(second)).resolves.toEqual(devnetContracts);
      } finally {
        await second.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('refuses a chain with other code or a used deployer', async () => {
    await actor('someone', 0).send(createDatanet('too early'));
    await anvil.mine();
    await expect(deployContracts(anvil)).rejects.toThrow(/there is no code/);

    const other = await startAnvil({ port: 0 });
    try {
      await deployContracts(other);
      const { client } = new ChainActor({ name: 'x', accountIndex: 5, rpcUrl: other.rpcUrl, chainId: other.chainId });
      const params = [devnetContracts.ModelRegistry, '0x00'];
      await client.request({ method: 'anvil_setCode' as never, params: params as never });
      await expect(deployContracts(other)).rejects.toThrow(DeploymentMismatchError);
    } finally {
      await other.stop();
    }
  });
});

describe('ChainActor', () => {
  beforeEach(() => deployContracts(anvil));

  test('many sends without a block between come into one block in the order of sending', async () => {
    const trainer = actor('trainer', 5);
    const names = Array.from({ length: 20 }, (_, index) => `net ${index}`);
    const hashes = await Promise.all(
      names.flatMap((name) => [curator.send(createDatanet(name)), trainer.send(createDatanet(`${name} of trainer`))]),
    );
    expect(new Set(hashes).size).toBe(40);
    await anvil.mine();

    const receipts = await curator.waitForAll();
    await trainer.waitForAll();
    expect(new Set(receipts.map((receipt) => receipt.blockNumber)).size).toBe(1);
    const created = parseEventLogs({
      abi: DatanetRegistry.abi,
      eventName: 'DatanetCreated',
      logs: receipts.flatMap((receipt) => receipt.logs),
    });
    expect(created.map((event) => event.args.name)).toEqual(names);
    expect(await curator.waitForAll()).toEqual([]);
  });

  test('calls that depend on each other across actors may share a block', async () => {
    const contributor = actor('contributor', 6);
    await curator.send(createDatanet('net'));
    await contributor.send({
      address: devnetContracts.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'submitContribution',
      args: [1n, `0x${'11'.repeat(32)}`, 'ipfs://x', 'MIT', 1n, 1n],
      valueWei: parseEther('1'),
    });
    await curator.send({
      address: devnetContracts.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'reviewContribution',
      args: [1n, true, 9_000, ''],
    });
    await anvil.mine();
    await contributor.waitForAll();
    await curator.waitForAll();
  });

  test('a revert carries the error of the contract, also where the ABI of the call lacks it', async () => {
    const hash = await curator.send({
      address: devnetContracts.ModelRegistry,
      abi: ModelRegistry.abi,
      functionName: 'deprecateModel',
      args: [7n],
    });
    await anvil.mine();
    const error = await curator.waitFor(hash).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransactionRevertedError);
    expect(error).toMatchObject({ errorName: 'UnknownModel', errorArgs: [7n], facts: { actor: 'curator' } });

    // An error that the call's own ABI lacks is looked for in those of the four contracts.
    const foreign = await curator.send({
      address: devnetContracts.AttributionSettlement,
      abi: parseAbi(['function escrow(uint256, uint256, address) payable']),
      functionName: 'escrow',
      args: [1n, 1n, curator.address],
    });
    const silent = await curator.send({ ...createDatanet('x'), address: devnetContracts.ModelRegistry });
    await anvil.mine();
    await expect(curator.waitFor(foreign)).rejects.toMatchObject({
      errorName: 'NotMarket',
      errorArgs: [curator.address],
    });
    await expect(curator.waitFor(silent)).rejects.toMatchObject({ errorName: null });
  });

  test('a refused transaction leaves the queue usable', async () => {
    const refused = curator.send({ ...createDatanet('poor'), gasLimit: 1n });
    const accepted = curator.send(createDatanet('fine'));
    await expect(refused).rejects.toThrow(TransactionRefusedError);
    const hash = await accepted;
    await anvil.mine();
    expect((await curator.waitFor(hash)).status).toBe('success');
  });

  test('no block means a timeout that may be asked again; no node means unreachable', async () => {
    const hash = await curator.send(createDatanet('slow'));
    await expect(curator.waitFor(hash, 50)).rejects.toThrow(ReceiptTimeoutError);
    await anvil.mine();
    expect((await curator.waitFor(hash)).status).toBe('success');
    await anvil.stop();
    await expect(curator.send(createDatanet('gone'))).rejects.toThrow(ChainUnreachableError);
  });
});

describe('reorg', () => {
  beforeEach(() => deployContracts(anvil));

  test('replaces blocks at the same height; a dropped transaction can be sent anew', async () => {
    await anvil.mine(3);
    const hash = await curator.send(createDatanet('dropped'));
    await anvil.mine();
    await curator.waitFor(hash);
    const head = await curator.client.getBlock();

    await reorg({ rpcUrl: anvil.rpcUrl, depth: 2 });
    const replaced = await curator.client.getBlock();
    expect(replaced.number).toBe(head.number);
    expect(replaced.hash).not.toBe(head.hash);
    await expect(curator.waitFor(hash, 0)).rejects.toThrow(ReceiptTimeoutError);

    const again = await curator.send(createDatanet('kept'));
    await anvil.mine();
    expect((await curator.waitFor(again)).blockNumber).toBe(head.number + 1n);
  });

  test('puts given transactions into the new blocks', async () => {
    await anvil.mine(3);
    const hash = await curator.send(createDatanet('moved'));
    await anvil.mine();
    const before = await curator.waitFor(hash);
    const signed = await curator.client.request<{
      Method: 'eth_getRawTransactionByHash';
      Parameters: [Hex];
      ReturnType: Hex;
    }>({ method: 'eth_getRawTransactionByHash', params: [hash] });

    await reorg({ rpcUrl: anvil.rpcUrl, depth: 3, transactions: [{ signed, blockOffset: 0 }] });
    const after = await curator.waitFor(hash);
    expect(after.blockNumber).toBe(before.blockNumber - 2n);
  });

  test('is as deep as promised; deeper than that, or than the chain, is refused', async () => {
    await expect(reorg({ rpcUrl: anvil.rpcUrl, depth: 1_000 })).rejects.toThrow(ReorgError);
    await anvil.mine(REORG_LIMIT_BLOCKS + 20);
    await expect(reorg({ rpcUrl: anvil.rpcUrl, depth: REORG_LIMIT_BLOCKS + 10 })).rejects.toThrow(ReorgError);
    await reorg({ rpcUrl: anvil.rpcUrl, depth: REORG_LIMIT_BLOCKS - 1 });
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublicClient, http } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAnvil, type Anvil } from '../src/anvil.js';
import { AnvilStartError, PortTakenError } from '../src/errors.js';

let folder: string;
const started: Anvil[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-anvil-test-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((anvil) => anvil.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startAnvil>[0]): Promise<Anvil> {
  const anvil = await startAnvil(options);
  started.push(anvil);
  return anvil;
}

function headOf(anvil: Anvil): Promise<bigint> {
  return createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 }).getBlockNumber();
}

test('mines only when told to, and with the chain id it was given', async () => {
  const anvil = await start({ port: 0, chainId: 4242 });
  expect(await createPublicClient({ transport: http(anvil.rpcUrl) }).getChainId()).toBe(4242);
  expect(await headOf(anvil)).toBe(0n);
  await anvil.mine(3);
  expect(await headOf(anvil)).toBe(3n);

  await anvil.startMining(1);
  await expect.poll(() => headOf(anvil), { timeout: 10_000 }).toBeGreaterThan(3n);
  await anvil.stopMining();
});

test('a second start with the same state file continues the chain, and stop leaves nothing behind', async () => {
  const stateFile = join(folder, 'deep', 'state.json');
  const first = await start({ port: 0, stateFile });
  await first.mine(7);
  const client = createPublicClient({ transport: http(first.rpcUrl) });
  const { hash } = await client.getBlock({ blockNumber: 5n });
  await first.stop();
  await first.stop();
  expect(existsSync(`${stateFile}.pid`)).toBe(false);

  const second = await start({ port: 0, stateFile });
  expect(await headOf(second)).toBe(7n);
  const again = createPublicClient({ transport: http(second.rpcUrl) });
  expect((await again.getBlock({ blockNumber: 5n })).hash).toBe(hash);
});

test('an anvil left behind by a killed parent is stopped and its chain kept', async () => {
  const stateFile = join(folder, 'state.json');
  const left = await start({ port: 0, stateFile });
  await left.mine(4);

  const next = await start({ port: left.port, stateFile });
  await left.exited;
  expect(next.port).toBe(left.port);
  expect(await headOf(next)).toBe(4n);
});

test('a stale pid file that names some other process harms nobody', async () => {
  const stateFile = join(folder, 'state.json');
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    writeFileSync(`${stateFile}.pid`, String(bystander.pid));
    await start({ port: 0, stateFile });
    expect(bystander.exitCode).toBeNull();
    expect(bystander.signalCode).toBeNull();
  } finally {
    bystander.kill('SIGKILL');
  }
});

test('a taken port and an unreadable state are told apart', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await expect(startAnvil({ port })).rejects.toThrow(PortTakenError);
    await expect(startAnvil({ port })).rejects.toThrow(String(port));
  } finally {
    server.close();
  }

  const stateFile = join(folder, 'broken.json');
  writeFileSync(stateFile, '{"half":');
  await expect(startAnvil({ port: 0, stateFile })).rejects.toThrow(AnvilStartError);
  await expect(startAnvil({ port: 0, stateFile })).rejects.toThrow(stateFile);
});

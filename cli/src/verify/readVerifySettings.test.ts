import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { getServiceMark } from '../supervise/ChildService.js';
import { DeploymentFileError, NoNetworkError } from './errors.js';
import { readVerifySettings, VERIFY_OPTIONS } from './readVerifySettings.js';
import { type VerifySettings } from './VerifySettings.js';

let folder: string;
let deployment: string;
const services: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-settings-'));
  deployment = join(folder, 'deployment.json');
  const address = (digit: string): string => `0x${digit.repeat(40)}`;
  const contracts = {
    ...{ DatanetRegistry: address('A'), ModelRegistry: address('B') },
    ...{ InferenceMarket: address('C'), AttributionSettlement: address('D'), GOpen: 'no concern of ours' },
  };
  writeFileSync(deployment, JSON.stringify({ chainId: 77, startBlock: 5, contracts }));
});
afterAll(() => {
  for (const service of services) service.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

type Values = Parameters<typeof readVerifySettings>[1];
const { data, backend, memory } = VERIFY_OPTIONS;

const read = (values: Values, env: NodeJS.ProcessEnv = {}): Promise<VerifySettings> =>
  readVerifySettings(
    'verify',
    {
      ...{ backend: backend.default, memory: memory.default, data: join(folder, data.default) },
      ...{ rpc: 'http://a, http://b/key', gateway: ['http://g/ipfs/'], deployment, ...values },
    },
    { env, log: () => undefined },
  );

it('reads what was asked for', async () => {
  const checkpoint = `12:0x${'AB'.repeat(32)}`;
  const settings = await read({ from: '6', to: '9', 'as-of': '11', inference: '3', checkpoint, grace: '0' });
  expect(settings).toMatchObject({
    ...{ endpoints: ['http://a', 'http://b/key'], gateways: ['http://g/ipfs/'] },
    ...{ from: 6, to: 9, asOf: 11, inferenceId: '3', graceSeconds: 0, verifyReceipts: false },
    checkpoint: { number: 12, hash: `0x${'ab'.repeat(32)}` },
    deployment: { chainId: 77, startBlock: 5, addresses: { AttributionSettlement: `0x${'d'.repeat(40)}` } },
  });
  expect(await read({})).toMatchObject({ from: undefined, to: undefined, asOf: undefined, graceSeconds: 300 });
  expect((await read({ gateway: undefined } as never, { BLOB_GATEWAY: 'http://h/ipfs/' })).gateways).toEqual([
    'http://h/ipfs/',
  ]);
});

it.each<[Values, RegExp]>([
  [{ from: 'x' }, /--from takes a whole number/],
  [{ to: '-1' }, /--to takes a whole number/],
  [{ grace: '1.5' }, /--grace takes a whole number/],
  [{ inference: '0x1' }, /--inference takes an id/],
  [{ checkpoint: '5' }, /--checkpoint takes NUMBER:0xHASH/],
  [{ gateway: ['ftp://x/'] }, /--gateway takes an http\(s\) URL/],
  [{ gateway: ['http://x/ipfs'] }, /ending in \//],
  [{ 'chain-id': '78' }, /--deployment is of chain 77, not of 78/],
])('refuses %j', async (values, message) => {
  await expect(read(values)).rejects.toThrow(UsageError);
  await expect(read(values)).rejects.toThrow(message);
});

it.each([
  ['{', /JSON/],
  ['null', /whole numbers/],
  ['{"chainId":1,"startBlock":0,"contracts":{"ModelRegistry":"0x12"}}', /no address of DatanetRegistry/],
])('refuses the deployment file %s', async (text, message) => {
  const file = join(folder, 'bad.json');
  writeFileSync(file, text);
  await expect(read({ deployment: file })).rejects.toThrow(DeploymentFileError);
  await expect(read({ deployment: file })).rejects.toThrow(message);
});

it('says what is missing where no network runs', async () => {
  await expect(read({ rpc: undefined } as never)).rejects.toThrow(NoNetworkError);
  await expect(read({ rpc: undefined } as never)).rejects.toThrow(/Give --rpc URL/);
  await expect(read({ gateway: undefined } as never)).rejects.toThrow(/Give --gateway URL/);
});

it.skipIf(process.platform !== 'linux')(
  'takes chain, blobs and grace from the network that runs in the folder',
  async () => {
    const dataDir = join(folder, 'network');
    mkdirSync(join(dataDir, 'run'), { recursive: true });
    const start = (service: string, env: Record<string, string>, mark = getServiceMark(service, dataDir)): void => {
      const child = spawn('sleep', ['60'], {
        ...{ detached: true, stdio: 'ignore' },
        env: { PATH: process.env['PATH'], TRIBUTARY_SERVICE: mark, ...env },
      });
      services.push(child);
      writeFileSync(join(dataDir, 'run', `${service}.pid`), String(child.pid));
    };
    const engine = { BLOB_GATEWAY: 'http://127.0.0.1:3/ipfs/', GRACE_SECONDS: '4' };
    const values = { rpc: undefined, gateway: undefined, data: dataDir } as unknown as Values;
    start('squid', { RPC_URL: 'http://127.0.0.1:2', CHAIN_ID: '77' });
    start('engine', engine, 'somebody else, with an old process id');
    await expect(read(values)).rejects.toThrow(NoNetworkError);
    start('engine', engine);
    expect(await read(values)).toMatchObject({
      ...{ endpoints: ['http://127.0.0.1:2'], gateways: ['http://127.0.0.1:3/ipfs/'], graceSeconds: 4 },
    });
    // A chain that was named is not helped out with another's blobs.
    await expect(read({ ...values, rpc: 'http://a' })).rejects.toThrow(/Give --gateway URL/);
  },
);

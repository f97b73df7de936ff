import { ModelRegistry } from '@tributary/contracts/artifacts';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { deployContracts, devnetContracts, startAnvil, type Anvil } from '@tributary/devnet/chain';
import {
  concat,
  createPublicClient,
  encodeAbiParameters,
  http,
  numberToHex,
  padHex,
  parseAbiParameters,
  toEventSelector,
  toHex,
  type Hex,
} from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChainRows, type Row } from './loadChainRows.js';
import { Stage, digest } from './Stage.js';
import { startIndexer, type Indexer } from './startIndexer.js';

/** Emits LOG3 with the first three words of its calldata as topics and the rest as data. */
const LOG3_CODE: Hex = '0x604035602035600035606036038060606000376000a300';
/** Emits LOG0 with its calldata. */
const LOG0_CODE: Hex = '0x3680600060003760 00a000'.replace(' ', '') as Hex;

const DATANET_CREATED = toEventSelector('DatanetCreated(uint256,address,string,string,bytes32)');

let anvil: Anvil;
let stage: Stage;
let database: TestDatabase;
let indexer: Indexer;
let rows: Record<string, Row[]>;

async function emit(code: Hex, data: Hex): Promise<void> {
  await stage.curator.client.request({
    method: 'anvil_setCode',
    params: [devnetContracts.DatanetRegistry, code],
  } as never);
  const to = devnetContracts.DatanetRegistry;
  await stage.curator.sendRaw({ functionName: 'emit', abi: [], to, data, gasLimit: 100_000_000n });
  await stage.mine();
}

const emitDatanetCreated = (datanetId: bigint, owner: Hex, data: Hex) =>
  emit(LOG3_CODE, concat([DATANET_CREATED, numberToHex(datanetId, { size: 32 }), padHex(owner, { size: 32 }), data]));

/** The data part of DatanetCreated with the name given as bytes. */
const encodeNamed = (name: Hex) =>
  encodeAbiParameters(parseAbiParameters('bytes, string, bytes32'), [name, 'ipfs://x', digest(1)]);

beforeAll(async () => {
  anvil = await startAnvil({ port: 0 });
  await deployContracts(anvil);
  stage = new Stage(anvil);
  const owner = stage.curator.address;

  // Through the real contracts first.
  await stage.registerModel(0n, 0, `<img src=x onerror=alert(1)>${'\u202E'}\n${'😀'.repeat(400)}`);
  await stage.commitIndex(1n, 2 ** 32 - 1);
  await stage.recordTraining(1n, [2n ** 256n - 1n], [2n ** 64n - 1n]);
  await stage.trainer.send({
    address: devnetContracts.ModelRegistry,
    abi: ModelRegistry.abi,
    functionName: 'registerModel',
    args: [0n, 0, 'x'.repeat(200_000), 'y'.repeat(10_000), digest(1), digest(2)],
    gasLimit: 30_000_000n,
  });
  await stage.mine();

  // Then code of a stranger at the registry's address.
  await emit(LOG3_CODE, concat([toEventSelector('Unheard(uint256)'), digest(1), digest(2), '0x1234']));
  await emit(LOG0_CODE, '0xdeadbeef');
  await emitDatanetCreated(1n, owner, encodeNamed('0x61ff00ed a08062'.replace(' ', '') as Hex));
  await emitDatanetCreated(1n, owner, encodeNamed(toHex('the same id again')));
  await emitDatanetCreated(2n, owner, '0x00');
  await emitDatanetCreated(3n, owner, concat([digest(2 ** 31), digest(2 ** 31), digest(1)]));
  await emitDatanetCreated(4n, `0x${'ff'.repeat(32)}`, encodeNamed('0x61'));
  await emitDatanetCreated(2n ** 256n - 1n, owner, encodeNamed(toHex('the last id')));

  database = await createTestDatabase();
  indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
  const chain = createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 });
  await indexer.waitForBlock((await chain.getBlock()).hash);
  rows = await loadChainRows(database.url);
});
afterAll(async () => {
  await indexer.stop();
  await anvil.stop();
  await database.close();
});

const strangers = () => rows['protocol_event']!.slice(-8);

describe('hostile chain content', () => {
  it('is cut and cleaned in columns, and whole in the event', () => {
    const [first, second] = rows['model']!;
    const name = first!['name'] as string;
    expect(Array.from(name)).toHaveLength(256);
    expect(name.startsWith('<img src=x onerror=alert(1)>\uFFFD\uFFFD😀')).toBe(true);
    expect(second!['name']).toBe('x'.repeat(256));
    expect(second!['artifact_uri']).toBe('y'.repeat(2048));
    const args = rows['protocol_event']!.filter((row) => row['name'] === 'ModelRegistered').map((row) => row['args']);
    expect(args).toMatchObject([{ name: expect.stringMatching(/\u202E\n(😀){400}$/u) }, { name: 'x'.repeat(200_000) }]);
  });

  it('numbers of every size fit', () => {
    expect(rows['attribution_index']).toMatchObject([{ dimension: 2 ** 31 - 1 }]);
    expect(rows['training_run_input']).toMatchObject([
      { claimed_datanet_id: String(2n ** 256n - 1n), claimed_version: 2n ** 64n - 1n, datanet_id: null },
    ]);
    expect(rows['datanet']!.map((row) => row['id'])).toEqual(['1', String(2n ** 256n - 1n)]);
  });

  it('logs that are not events of the protocol are kept raw, with the reason', () => {
    const [unknown, anonymous] = strangers();
    expect(unknown).toMatchObject({
      name: null,
      args: null,
      raw: { data: '0x1234' },
      problem: expect.stringMatching('no event'),
    });
    expect(anonymous).toMatchObject({ name: null, args: null, raw: { topics: [], data: '0xdeadbeef' } });
  });

  it('malformed data of a known event is kept raw, with the reason', () => {
    const raw = strangers().filter((row) => row['raw'] !== null && row['name'] === 'DatanetCreated');
    expect(raw).toHaveLength(3);
    for (const row of raw) expect(row['problem']).toMatch(/^DatanetCreated cannot be decoded|^owner of DatanetCreated/);
  });

  it('bytes that are no text, and U+0000, are replaced', () => {
    expect(rows['datanet']![0]!['name']).toBe('a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb');
  });

  it('a second creation of an id changes nothing and is told', () => {
    expect(strangers()[3]).toMatchObject({
      args: { name: 'the same id again' },
      problem: 'datanet 1 was created before',
    });
  });
});

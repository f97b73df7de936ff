import type { ChainActor } from '@tributary/devnet/chain';
import {
  concat,
  createTestClient,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  http,
  keccak256,
  numberToHex,
  padHex,
  parseAbiParameters,
  zeroAddress,
  zeroHash,
  type Address,
  type Hex,
} from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eas, registerPricedModel, registry, schemas } from '../../contracts/test/startTestChain.js';
import { IndexedChain } from './IndexedChain.js';
import type { Row } from './loadChainRows.js';

const AUDIT = 'uint256 datanetId, uint64 version,bytes32 contributionsRoot,bool rootMatches,string community';
const SAFETY = 'uint256 modelId,bytes32 artifactDigest,bool tensorsOnly,string community';
const LISTS = 'string[] names,address[] people,(uint256 modelId,string[] tags) part';
const NONSENSE = 'uint999 x,((,';
/** Not parsed: 1,024 characters and more. */
const ENDLESS = `uint256 ${'x'.repeat(2_000)}`;
const EMPTY = '';
const SCHEMAS = [AUDIT, SAFETY, LISTS, NONSENSE, ENDLESS, EMPTY];
/** Passes its calldata on to EAS. */
const RELAY = '0x00000000000000000000000000000000000e1a40' as Address;
const HUGE = 2n ** 256n - 1n;

let stage: IndexedChain;
let auditor: ChainActor;
let rows: Record<string, Row[]>;

const uidOf = (schema: string): Hex =>
  keccak256(encodePacked(['string', 'address', 'bool'], [schema, zeroAddress, true]));

const request = (schema: string, data: Hex) => ({
  schema: uidOf(schema),
  data: {
    recipient: zeroAddress,
    expirationTime: 0n,
    revocable: true,
    refUID: zeroHash,
    data,
    value: 0n,
  },
});

const attest = (schema: string, data: Hex) =>
  stage.chain.run(auditor, { ...eas, functionName: 'attest', args: [request(schema, data)] });

async function relay(schema: string, data: Hex): Promise<void> {
  const input = encodeFunctionData({ abi: eas.abi, functionName: 'attest', args: [request(schema, data)] });
  const hash = await auditor.sendRaw({ functionName: 'relay', abi: [], to: RELAY, data: input });
  await stage.chain.anvil.mine();
  await auditor.waitFor(hash);
}

const audit = (datanetId: bigint, version: bigint, community = 'Data auditors'): Hex =>
  encodeAbiParameters(parseAbiParameters(AUDIT), [datanetId, version, zeroHash, true, community]);
const safety = (modelId: bigint): Hex =>
  encodeAbiParameters(parseAbiParameters(SAFETY), [modelId, zeroHash, true, 'Sentient\u0000\u202E']);

beforeAll(async () => {
  stage = await IndexedChain.open();
  const { chain } = stage;
  auditor = chain.actor('auditor', 4);
  await registerPricedModel(chain, auditor);
  await chain.run(auditor, { ...registry, functionName: 'createDatanet', args: ['net', '', zeroHash] });
  await chain.run(auditor, { ...registry, functionName: 'publishVersion', args: [1n, zeroHash, 0n] });
  for (const schema of SCHEMAS) {
    const args = [schema, zeroAddress, true] as const;
    await chain.run(auditor, { ...schemas, functionName: 'register', args, gasLimit: 20_000_000n });
  }
  const node = createTestClient({ mode: 'anvil', transport: http(chain.anvil.rpcUrl) });
  const code = concat(['0x36600060003760006000366000600073', eas.address, '0x5af100']);
  await node.setCode({ address: RELAY, bytecode: code });

  await attest(AUDIT, audit(1n, 1n));
  await attest(SAFETY, safety(1n));
  await relay(SAFETY, safety(1n));
});
afterAll(() => stage.close());

const lower = (text: string) => text.toLowerCase();
const bySchema = (schema: string) =>
  rows['attestation']!.filter(({ schema_id: id }) => id === uidOf(schema)).sort((a, b) => orderOf(a) - orderOf(b));
const orderOf = (row: Row) => Number(row['block_number']) * 1000 + Number(row['log_index']);
const problemsSince = (blockNumber: number) =>
  rows['protocol_event']!.filter((row) => row['problem'] !== null && Number(row['block_number']) > blockNumber).map(
    ({ problem }) => problem,
  );
const headNumber = async () => Number(await auditor.client.getBlockNumber({ cacheTime: 0 }));

describe('attestations', () => {
  it('are decoded by their schema and linked to what they are about', async () => {
    rows = await stage.loadRows();
    expect(rows['attestation_schema']!.map(({ schema }) => schema)).toHaveLength(SCHEMAS.length);
    expect(bySchema(AUDIT)).toMatchObject([
      {
        attester_id: lower(auditor.address),
        recipient_id: null,
        datanet_id: '1',
        datanet_version_id: '1-1',
        model_id: null,
        claimed_datanet_id: '1',
        claimed_version: 1n,
        data: audit(1n, 1n),
        problem: null,
        expiration_seconds: null,
        ref_uid: null,
        is_revocable: true,
        revoked_block_number: null,
        fields: [
          { name: 'datanetId', type: 'uint256', value: '1' },
          { name: 'version', type: 'uint64', value: '1' },
          { name: 'contributionsRoot', type: 'bytes32', value: zeroHash },
          { name: 'rootMatches', type: 'bool', value: true },
          { name: 'community', type: 'string', value: 'Data auditors' },
        ],
      },
    ]);
    expect(problemsSince(0)).toEqual([]);
  });

  it('are told by the transaction, or by the contract when another contract made them', () => {
    expect(bySchema(SAFETY)).toMatchObject([
      { attester_id: lower(auditor.address), model_id: '1', claimed_model_id: '1', data: safety(1n) },
      { attester_id: RELAY, model_id: '1', data: safety(1n) },
    ]);
    const community = (bySchema(SAFETY)[0]!['fields'] as { value: unknown }[])[3]!.value;
    expect(community).toBe('Sentient\uFFFD\u202E');
  });

  it('of the same content in one block are told apart', async () => {
    const before = bySchema(AUDIT).length;
    const { schema, data } = request(AUDIT, audit(1n, 1n, 'again and again'));
    const others = Array.from({ length: 10 }, (_, i) => request(AUDIT, audit(1n, 1n, `community ${i}`)).data);
    const args = [[{ schema, data: [...Array.from({ length: 20 }, () => data), ...others] }]] as const;
    await auditor.send({ ...eas, functionName: 'multiAttest', args, gasLimit: 30_000_000n });
    await auditor.send({ ...eas, functionName: 'attest', args: [{ schema, data }] });
    await stage.chain.anvil.mine();
    await auditor.waitForAll();
    rows = await stage.loadRows();
    const all = bySchema(AUDIT).slice(before);
    const says = all.map(({ fields }) => (fields as { value: unknown }[])[4]!.value);
    expect(says.filter((community) => community === 'again and again')).toHaveLength(21);
    expect(says.slice(20, 30)).toEqual(others.map((_, i) => `community ${i}`));
    expect(new Set(all.map(({ id }) => id)).size).toBe(31);
  });

  it('are revoked', async () => {
    const [first] = bySchema(AUDIT);
    const args = [{ schema: uidOf(AUDIT), data: { uid: first!['id'] as Hex, value: 0n } }] as const;
    await stage.chain.run(auditor, { ...eas, functionName: 'revoke', args });
    rows = await stage.loadRows();
    expect(bySchema(AUDIT)[0]).toMatchObject({
      revoked_block_number: await headNumber(),
      revocation_transaction_hash: expect.stringMatching(/^0x/),
    });
  });

  it('that are garbage are kept raw, with the reason', async () => {
    const since = await headNumber();
    const names = ['<script>', '\u0000'];
    const lists = encodeAbiParameters(parseAbiParameters(LISTS), [
      names,
      [auditor.address],
      { modelId: 1n, tags: ['a', 'b'] },
    ]);
    await attest(AUDIT, '0x');
    await attest(AUDIT, `0x${'ff'.repeat(160)}`);
    await attest(AUDIT, concat([audit(1n, 1n), '0x00']));
    await attest(AUDIT, audit(99n, 7n));
    await attest(SAFETY, safety(HUGE));
    await attest(LISTS, lists);
    await attest(LISTS, concat([lists, `0x${'00'.repeat(5_000)}`]));
    await attest(NONSENSE, '0x1234');
    await attest(ENDLESS, `0x${'00'.repeat(32)}`);
    await attest(EMPTY, '0x');
    await attest(EMPTY, '0x12');
    rows = await stage.loadRows();

    const audits = bySchema(AUDIT).slice(-4);
    expect(audits.slice(0, 3)).toMatchObject([
      { data: '0x', fields: null, datanet_id: null, problem: expect.stringMatching(/cannot be decoded/) },
      { data: `0x${'ff'.repeat(160)}`, fields: null, problem: expect.stringMatching(/cannot be decoded/) },
      { fields: null, claimed_datanet_id: null, problem: 'the data is not as the schema encodes it' },
    ]);
    expect(audits[3]).toMatchObject({
      problem: null,
      datanet_id: null,
      datanet_version_id: null,
      claimed_datanet_id: '99',
      claimed_version: 7n,
    });
    expect(bySchema(SAFETY).at(-1)).toMatchObject({ model_id: null, claimed_model_id: String(HUGE), problem: null });
    expect(bySchema(LISTS)).toMatchObject([
      {
        problem: null,
        claimed_model_id: null,
        fields: [
          { value: ['<script>', '\uFFFD'] },
          { value: [lower(auditor.address)] },
          { value: { modelId: '1', tags: ['a', 'b'] } },
        ],
      },
      { fields: null, problem: expect.stringMatching(/too long/) },
    ]);
    expect(bySchema(NONSENSE)).toMatchObject([{ data: '0x1234', fields: null, problem: expect.any(String) }]);
    expect(bySchema(ENDLESS)).toMatchObject([{ fields: null, problem: expect.stringMatching(/schema is too long/) }]);
    expect(bySchema(EMPTY)).toMatchObject([
      { fields: [], problem: null },
      { fields: null, problem: 'no fields, but data' },
    ]);
    expect(problemsSince(since)).toEqual(
      expect.arrayContaining([
        'datanet 99 does not exist; datanet version 99-7 does not exist',
        `model ${HUGE} does not exist`,
      ]),
    );
  });

  it('that were asked for but not made are not even decoded: they may be more than fits into memory', async () => {
    const word = (value: number) => numberToHex(value, { size: 32 });
    const count = 3_000;
    // A list of pointers to one request, and in it a list of pointers to one attestation.
    const pointers = [word(count), ...Array.from({ length: count }, () => word(count * 32))];
    const one = [zeroAddress, 0, 1, 0, 0xc0, 0, 0].map((value) => padHex(numberToHex(Number(value)), { size: 32 }));
    const data = concat(['0x44adc90e', word(0x20), ...pointers, uidOf(AUDIT), word(0x40), ...pointers, ...one]);
    const bomb = { functionName: 'multiAttest', abi: [], to: eas.address, data, gasLimit: 20_000_000n };
    const hash = await auditor.sendRaw(bomb);
    await stage.chain.anvil.mine();
    await expect(auditor.waitFor(hash)).rejects.toThrow(/revert/);
    rows = await stage.loadRows();
    expect(rows['transaction']!.find((row) => row['hash'] === hash)).toMatchObject({
      contract: 'EAS',
      function_name: 'multiAttest',
      succeeded: false,
    });
  });

  it('that no contract knows are kept as the event says', async () => {
    const since = await headNumber();
    const uid = `0x${'5a'.repeat(32)}` as Hex;
    const event = { recipient: auditor.address, attester: auditor.address, uid, schemaUID: uidOf(AUDIT) };
    await stage.emit(eas, 'Attested', { ...event, schemaUID: `0x${'77'.repeat(32)}` });
    await stage.emit(eas, 'Attested', event);
    await stage.emit(eas, 'Attested', { ...event, uid: `0x${'5b'.repeat(32)}` });
    await stage.emit(eas, 'Revoked', { ...event, uid: `0x${'5c'.repeat(32)}` });
    const schema = { uid: uidOf(AUDIT), resolver: zeroAddress, revocable: true, schema: 'uint256 modelId' };
    await stage.emit(schemas, 'Registered', { uid: uidOf(AUDIT), registerer: auditor.address, schema });
    rows = await stage.loadRows();
    expect(rows['attestation']!.find(({ id }) => id === uid)).toMatchObject({
      schema_id: null,
      claimed_schema_uid: `0x${'77'.repeat(32)}`,
      recipient_id: lower(auditor.address),
      data: null,
      fields: null,
      is_revocable: null,
    });
    expect(problemsSince(since)).toEqual([
      `schema 0x${'77'.repeat(32)} does not exist`,
      `attestation ${uid} was made before`,
      'nobody tells what it says',
      `attestation 0x${'5c'.repeat(32)} does not exist`,
      `schema ${uidOf(AUDIT)} was registered before`,
    ]);
  });

  it('are told by a later state where the node has forgotten the one of their block', async () => {
    const { anvil } = stage.chain;
    await anvil.mine(80);
    rows = await stage.loadRows();
    const again = await stage.indexFromScratch();
    expect(again['attestation']!.find(({ attester_id: id }) => id === RELAY)).toMatchObject({ model_id: '1' });
    expect(again).toEqual(rows);
  });
});

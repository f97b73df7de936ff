import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { deployContracts, reorg, startAnvil, type Anvil } from '@tributary/devnet/chain';
import { createPublicClient, http, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexFromScratch } from './indexFromScratch.js';
import { EMITTER, LedgerWriter, encodeRecord, type LedgerContract } from './LedgerWriter.ts';
import { loadChainRows, type Row } from './loadChainRows.js';
import { digest } from './Stage.js';
import { startIndexer, type Indexer } from './startIndexer.js';

const MAX = 2n ** 256n - 1n;

let anvil: Anvil;
let writer: LedgerWriter;
let database: TestDatabase;
let indexer: Indexer;

beforeAll(async () => {
  anvil = await startAnvil({ port: 0 });
  await deployContracts(anvil);
  writer = await LedgerWriter.open(anvil);
  database = await createTestDatabase();
  indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
});
afterAll(async () => {
  await indexer.stop();
  await anvil.stop();
  await database.close();
});

async function emit(contract: LedgerContract, ...records: Hex[]): Promise<void> {
  writer.add(writer.accounts[0]!, contract, records);
  await writer.mine();
}

async function load(): Promise<Record<string, Row[]>> {
  await indexer.waitForHead(
    (await createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 }).getBlock()).hash,
  );
  return loadChainRows(database.url);
}

const find = (rows: Row[] | undefined, column: string, value: unknown) => rows!.filter((row) => row[column] === value);

/** The problems of the newest `count` events. */
const problems = (rows: Record<string, Row[]>, count: number) =>
  rows['protocol_event']!.slice(-count).map((row) => row['problem']);

const payout = (inferenceId: bigint, amountWei = 5n, role = 0) => {
  const recipient = writer.accounts[3]!;
  return encodeRecord('AttributionSettlement', 'Payout', {
    inferenceId,
    recipient,
    role,
    contributionId: 0n,
    amountWei,
  });
};
const attribution = (inferenceId: bigint) =>
  encodeRecord('AttributionSettlement', 'AttributionPosted', {
    ...{ inferenceId, method: 'gradient/1', queryDigest: digest(1), sharesRoot: digest(2) },
    ...{ datanetIds: [7n, 8n], datanetWeights: [MAX] },
  });
const challenge = (inferenceId: bigint) => {
  const challenger = writer.accounts[4]!;
  return encodeRecord('AttributionSettlement', 'PayoutChallenged', {
    inferenceId,
    challenger,
    evidenceDigest: digest(3),
  });
};
const settlement = (inferenceId: bigint) =>
  encodeRecord('InferenceMarket', 'InferenceSettled', {
    ...{ inferenceId, modelId: 404n, payer: writer.accounts[5]!, inputTokens: 2n ** 64n - 1n, outputTokens: 0n },
    ...{ feeWei: MAX, transcriptDigest: digest(4), transcriptURI: 'ipfs://x' },
  });

describe('contradictory facts are stored as what they are, and told', () => {
  it('of an unknown inference: payout, attribution and challenge; amounts of 2^256 - 1', async () => {
    await emit('AttributionSettlement', payout(900n, MAX, 9), attribution(900n), challenge(900n));
    const rows = await load();
    expect(find(rows['payout'], 'claimed_inference_id', '900')).toMatchObject([
      { inference_id: null, amount_wei: MAX, role: 'UNKNOWN' },
    ]);
    expect(find(rows['attribution'], 'id', '900')).toMatchObject([{ inference_id: null }]);
    expect(rows['attribution_datanet_weight']).toMatchObject([
      { datanet_id: null, claimed_datanet_id: '7', weight: MAX },
    ]);
    expect(find(rows['payout_challenge'], 'claimed_inference_id', '900')).toMatchObject([{ inference_id: null }]);
    expect(problems(rows, 3)).toEqual([
      'inference 900 does not exist; role 9 is not known',
      'inference 900 does not exist; datanetIds and datanetWeights differ in length; the shorter counts',
      'inference 900 does not exist',
    ]);
  });

  it('a training run on a datanet version that does not exist', async () => {
    const args = { runId: 1n, modelId: 404n, trainer: writer.accounts[1]!, configDigest: digest(1) };
    const run = { ...args, datanetIds: [MAX, 1n], versions: [3n, 2n ** 64n - 1n] };
    await emit('ModelRegistry', encodeRecord('ModelRegistry', 'TrainingRunRecorded', run));
    const rows = await load();
    expect(rows['training_run_input']).toMatchObject([
      { datanet_version_id: null, claimed_datanet_id: String(MAX), claimed_version: 3n },
      { datanet_version_id: null, claimed_datanet_id: '1', claimed_version: 2n ** 64n - 1n },
    ]);
    expect(problems(rows, 1)[0]).toMatch(
      /^model 404 does not exist; datanet versions .*-3, 1-18446744073709551615 do not/,
    );
  });

  it('the same id twice, within a transaction and blocks apart', async () => {
    await emit('InferenceMarket', settlement(1n), settlement(1n));
    await emit('InferenceMarket', settlement(1n));
    await emit('AttributionSettlement', attribution(1n), attribution(1n));
    const rows = await load();
    expect(find(rows['inference'], 'id', '1')).toHaveLength(1);
    expect(find(rows['attribution'], 'id', '1')).toHaveLength(1);
    expect(
      rows['protocol_event']!.filter(({ problem }) => /was (settled|posted) before/.test(String(problem))),
    ).toHaveLength(3);
  });

  it('events with our signatures at another address are not ours', async () => {
    const before = await load();
    const stranger: Hex = '0x00000000000000000000000000000000000abcde';
    await writer.request('anvil_setCode', [stranger, EMITTER]);
    writer.addTo(writer.accounts[0]!, stranger, [settlement(66n), payout(66n)]);
    await emit('InferenceMarket', settlement(67n));
    const after = await load();
    expect(find(after['protocol_event'], 'address', stranger)).toEqual([]);
    expect(find(after['inference'], 'id', '66')).toEqual([]);
    expect(after['protocol_event']).toHaveLength(before['protocol_event']!.length + 1);
  });
});

describe('facts recorded before their inference', () => {
  it('are about it once it is settled, and no more when that settlement is dropped', async () => {
    await emit('AttributionSettlement', payout(900n), payout(901n));
    await writer.mine();
    const waiting = await load();

    await emit('InferenceMarket', settlement(900n));
    const linked = await load();
    expect(find(linked['payout'], 'claimed_inference_id', '900').map((row) => row['inference_id'])).toEqual([
      '900',
      '900',
    ]);
    expect(find(linked['payout'], 'claimed_inference_id', '901')).toMatchObject([{ inference_id: null }]);
    expect(find(linked['attribution'], 'id', '900')).toMatchObject([{ inference_id: '900', method: 'gradient/1' }]);
    expect(find(linked['payout_challenge'], 'claimed_inference_id', '900')).toMatchObject([
      { inference_id: '900', challenger_id: writer.accounts[4]!.toLowerCase() },
    ]);
    expect(linked).toEqual(await indexFromScratch(anvil.rpcUrl));

    await reorg({ rpcUrl: anvil.rpcUrl, depth: 1 });
    expect(await load()).toEqual(waiting);
  });

  it('are, when both are final, as an index from scratch has them', async () => {
    writer = await LedgerWriter.open(anvil);
    await emit('InferenceMarket', settlement(901n));
    await anvil.mine(20);
    const rows = await load();
    expect(find(rows['payout'], 'claimed_inference_id', '901')).toMatchObject([{ inference_id: '901' }]);
    expect(rows).toEqual(await indexFromScratch(anvil.rpcUrl));
  });
});

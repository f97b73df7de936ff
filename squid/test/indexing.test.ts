import { createPool } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { deployContracts, devnetContracts, reorg, startAnvil, type Anvil } from '@tributary/devnet/chain';
import { createPublicClient, http, type PublicClient } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACT_NAMES } from '../src/loadDeployment.js';
import { indexFromScratch } from './indexFromScratch.js';
import { loadChainRows, type Row } from './loadChainRows.js';
import { Stage } from './Stage.js';
import { startIndexer, type Indexer } from './startIndexer.js';

let anvil: Anvil;
let chain: PublicClient;
let stage: Stage;
let database: TestDatabase;
let indexer: Indexer;

beforeAll(async () => {
  anvil = await startAnvil({ port: 0 });
  await deployContracts(anvil);
  chain = createPublicClient({ transport: http(anvil.rpcUrl), cacheTime: 0 });
  stage = new Stage(anvil);
  database = await createTestDatabase();
  indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
});
afterAll(async () => {
  await indexer.stop();
  await anvil.stop();
  await database.close();
});

const indexedHead = async () => indexer.waitForBlock((await chain.getBlock()).hash);

describe('the index', () => {
  it('holds every log of the four contracts, with its name and arguments', async () => {
    await stage.playAll();
    await indexedHead();
    const address = CONTRACT_NAMES.map((name) => devnetContracts[name]);
    const logs = await chain.getLogs({ address, fromBlock: 0n });
    const { protocol_event: events } = await loadChainRows(database.url);
    expect(events!.map((event) => `${event['transaction_hash']} ${event['log_index']}`)).toEqual(
      logs.map((log) => `${log.transactionHash} ${log.logIndex}`),
    );
    expect(events!.filter((event) => event['name'] === null)).toEqual([]);
    expect(new Set(events!.map((event) => event['name'])).size).toBeGreaterThanOrEqual(18);
    expect(events!.filter((event) => event['problem'] !== null).map((event) => event['problem'])).toEqual([
      'datanet versions 99-1 do not exist',
      'contribution 555 does not exist',
    ]);
  });

  it('is the same where nodes are not trusted: every log proven, one of two nodes being another chain', async () => {
    const other = await startAnvil({ port: 0, chainId: 77 });
    try {
      const env = { RPC_URL: `${other.rpcUrl},${anvil.rpcUrl}`, VERIFY_RECEIPTS: 'true' };
      expect(await indexFromScratch(anvil.rpcUrl, env)).toEqual(await loadChainRows(database.url));
    } finally {
      await other.stop();
    }
  });

  it('joins the facts', async () => {
    const rows = await loadChainRows(database.url);
    expect(rows['contribution']).toMatchObject([
      { id: '1', datanet_id: '1', license: 'MIT', accepted: true, quality_bps: 9000, withdrawn_block_number: null },
      { id: '2', datanet_id: '1', withdrawal_reason: 'mine\uFFFD again' },
    ]);
    expect(rows['model']).toMatchObject([
      { id: '1', kind: 'BASE', base_model_id: null, deprecated_block_number: expect.any(Number) },
      { id: '2', kind: 'ADAPTER', base_model_id: '1', deprecated_block_number: null },
    ]);
    expect(rows['training_run_input']).toMatchObject([
      { id: '1-0', datanet_id: '1', datanet_version_id: '1-2' },
      { id: '1-1', datanet_id: null, datanet_version_id: null, claimed_datanet_id: '99', claimed_version: 1n },
    ]);
    expect(rows['attribution_datanet_weight']).toMatchObject([
      { datanet_id: '1', weight: 2n ** 255n },
      { datanet_id: null, claimed_datanet_id: '77' },
    ]);
    expect(rows['payout_challenge']).toMatchObject([{ inference_id: '1', upheld: true, corrected_wei: 0n }]);
    expect(rows['contributor_penalty']).toMatchObject([{ contribution_id: '1', slashed_wei: 250n }]);
    expect(rows['payout']!.at(-1)).toMatchObject({ contribution_id: null, claimed_contribution_id: '555' });
  });

  it('gives each inference the policy, index and recipients that were in force when it settled', async () => {
    const { inference, fee_policy: policies, attribution_index: indexes } = await loadChainRows(database.url);
    const [first, second] = policies!;
    expect(inference!.map((row) => row['fee_policy_id'])).toEqual([first!['id'], second!['id']]);
    expect(inference!.map((row) => row['fee_wei'])).toEqual([
      1_000_000n + 4_000_000n + 500n,
      3_000_000n + 4_000_000n + 500n,
    ]);
    expect(inference!.map((row) => row['attribution_index_id'])).toEqual([indexes![0]!['id'], indexes![0]!['id']]);
    expect(inference!.every((row) => row['protocol_recipients_id'] !== null)).toBe(true);
  });

  it('after a reorg equals an index from scratch, row by row', async () => {
    // Undone facts of every sort: new rows, changed rows, first sights of accounts.
    await stage.createDatanet('to be dropped');
    await stage.settle(2n);
    await stage.mine();
    await stage.challenge(2n);
    await stage.submit(2n, 'CC0-1.0');
    await stage.mine();
    await stage.resolve(2n);
    await stage.review(3n, true);
    await stage.deprecate(2n);
    await stage.mine();
    await indexedHead();
    const before = await loadChainRows(database.url);
    expect(before['inference']).toHaveLength(3);

    await reorg({ rpcUrl: anvil.rpcUrl, depth: 5 });
    await stage.createDatanet('kept instead');
    await stage.mine();
    await indexedHead();

    const healed = await loadChainRows(database.url);
    expect(healed['datanet']!.map((row) => row['name'])).toEqual(['code', 'kept instead']);
    expect(healed).toEqual(await indexFromScratch(anvil.rpcUrl));
    expect(healed).not.toEqual(before);
  });

  it('goes on from where it was stopped, and undoes what was dropped meanwhile', async () => {
    await stage.createDatanet('seen, then dropped');
    await stage.mine();
    await indexedHead();
    await indexer.stop();
    await reorg({ rpcUrl: anvil.rpcUrl, depth: 2 });
    await stage.createDatanet('while it slept');
    await stage.mine();
    indexer = startIndexer({ databaseUrl: database.url, rpcUrl: anvil.rpcUrl });
    await indexedHead();
    expect(await loadChainRows(database.url)).toEqual(await indexFromScratch(anvil.rpcUrl));
  });

  it('takes for final what the chain does, and says where the chain stands', async () => {
    await anvil.mine(30);
    await stage.createDatanet('far above');
    await stage.mine();
    await indexedHead();
    const pool = createPool(database.url);
    const { rows } = await pool.query<{ height: number }>('select height from squid_processor.status');
    const heads = await Promise.all(
      (['latest', 'safe', 'finalized'] as const).map((blockTag) => chain.getBlock({ blockTag })),
    );
    expect(rows[0]!.height).toBe(Number(heads[2]!.number));
    expect(heads.map(({ number }) => Number(heads[0]!.number - number))).toEqual([0, 4, 8]);
    const chainHead = await pool.query<Row>('select * from chain_head');
    expect(chainHead.rows).toMatchObject([
      {
        id: 'head',
        latest_block_number: Number(heads[0]!.number),
        latest_block_hash: heads[0]!.hash,
        safe_block_hash: heads[1]!.hash,
        finalized_block_number: Number(heads[2]!.number),
        finalized_block_hash: heads[2]!.hash,
      },
    ]);
    await pool.end();
    expect(await loadChainRows(database.url)).toEqual(await indexFromScratch(anvil.rpcUrl));
  });
});

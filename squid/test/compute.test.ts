import { createPool } from '@tributary/db';
import { reorg, type ChainActor } from '@tributary/devnet/chain';
import { zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compute, models, registerPricedModel } from '../../contracts/test/startTestChain.js';
import { IndexedChain } from './IndexedChain.js';
import { loadChainRows, type Row } from './loadChainRows.js';
import { startIndexer } from './startIndexer.js';

const HUGE = 2n ** 256n - 1n;

let stage: IndexedChain;
let operator: ChainActor;
let rows: Record<string, Row[]>;

const register = (network: string, gpu: string) =>
  stage.chain.run(operator, { ...compute, functionName: 'registerNode', args: [network, gpu] });
const record = (nodeId: bigint, kind: number, subjectId: bigint, gpuSeconds: bigint) =>
  stage.chain.run(operator, { ...compute, functionName: 'recordJob', args: [nodeId, kind, subjectId, gpuSeconds] });

beforeAll(async () => {
  stage = await IndexedChain.open();
  operator = stage.chain.actor('operator', 4);
  const modelId = await registerPricedModel(stage.chain, operator);
  const training = [modelId, zeroHash, [], []] as const;
  await stage.chain.run(operator, { ...models, functionName: 'recordTrainingRun', args: training });
  await register('io.net', '8 × H200');
  await register(`Aethir\u202E${'x'.repeat(400)}`, '');
  await record(1n, 0, 1n, 3_600n);
  await record(2n, 1, modelId, 2n ** 64n - 1n);
  await record(2n, 1, 77n, 1n);
  await record(1n, 0, HUGE, 0n);
  rows = await stage.loadRows();
});
afterAll(() => stage.close());

const problems = (loaded: Record<string, Row[]>) =>
  loaded['protocol_event']!.flatMap(({ problem }) => (problem === null ? [] : [problem]));

describe('compute', () => {
  it('nodes keep the words of their operator, cut and cleaned', () => {
    expect(rows['compute_node']).toMatchObject([
      { id: '1', operator_id: operator.address.toLowerCase(), network: 'io.net', gpu: '8 × H200' },
      { id: '2', network: `Aethir\uFFFD${'x'.repeat(249)}` },
    ]);
  });

  it('a job is about a training run or a model; one about neither is kept', () => {
    expect(rows['compute_job']).toMatchObject([
      { node_id: '1', kind: 'TRAIN', training_run_id: '1', model_id: null, gpu_seconds: 3_600n },
      { node_id: '2', kind: 'SERVE', training_run_id: null, model_id: '1', gpu_seconds: 2n ** 64n - 1n },
      { kind: 'SERVE', model_id: null, claimed_subject_id: '77' },
      { kind: 'TRAIN', training_run_id: null, claimed_subject_id: String(HUGE) },
    ]);
    expect(problems(rows)).toEqual(['model 77 does not exist', `training run ${HUGE} does not exist`]);
  });

  it('what contradicts it is kept, and told', async () => {
    const say = { operator: operator.address, network: 'other', gpu: 'other' };
    await stage.emit(compute, 'ComputeNodeRegistered', { ...say, nodeId: 1n });
    const job = { jobId: 9n, nodeId: HUGE, kind: 255, subjectId: 0n, gpuSeconds: 1n };
    await stage.emit(compute, 'ComputeJobRecorded', job);
    await stage.emit(compute, 'ComputeJobRecorded', job);
    const after = await stage.loadRows();
    expect(problems(after).slice(2)).toEqual([
      'node 1 was registered before',
      `node ${HUGE} does not exist; kind 255 is not known`,
      'job 9 was recorded before',
    ]);
    expect(after['compute_node']).toEqual(rows['compute_node']);
    expect(after['compute_job']!.at(-1)).toMatchObject({
      node_id: null,
      claimed_node_id: String(HUGE),
      kind: 'UNKNOWN',
    });
  });

  it('after a reorg equals an index from scratch', async () => {
    await register('dropped', '');
    await record(1n, 0, 1n, 1n);
    await stage.loadRows();
    await reorg({ rpcUrl: stage.chain.anvil.rpcUrl, depth: 2 });
    await register('kept', '');
    const healed = await stage.loadRows();
    expect(healed['compute_node']!.at(-1)).toMatchObject({ id: '3', network: 'kept' });
    expect(healed).toEqual(await stage.indexFromScratch());
  });

  it('is indexed again from the start where a migration marked what was indexed before', async () => {
    const { database, indexer, chain } = stage;
    const before = await stage.loadRows();
    await chain.anvil.mine(20);
    await stage.loadRows();
    await indexer.stop();
    const pool = createPool(database.url, { max: 1 });
    await pool.query('delete from compute_job');
    await pool.query(`insert into squid_processor.index_again values ('tables were added')`);
    await pool.end();
    await chain.anvil.mine();
    const again = startIndexer({ databaseUrl: database.url, rpcUrl: chain.anvil.rpcUrl });
    try {
      await again.waitForHead((await operator.client.getBlock()).hash!);
      expect(await loadChainRows(database.url)).toEqual(before);
      expect(again.getOutput().match(/must be made again: tables were added/g)).toHaveLength(1);
    } finally {
      await again.stop();
    }
  });
});

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type Pool } from '@tributary/db';
import { devnetContracts } from '@tributary/devnet/chain';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { digestOf } from '@tributary/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, LyingProxy } from '../../chain/test/LyingProxy.js';
import { parseReport, type ReportFile } from '../src/verify/parseReport.js';
import { createEngine, type Engine } from '../src/worker/createEngine.js';
import { COMPLETION, PROMPT, createTinyNetwork } from './tinyNetwork.js';
import { VerifyStage } from './VerifyStage.js';

const GRACE_SECONDS = 10;
/** Account 6 of the well-known test mnemonic. */
const VALIDATOR_KEY = '0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e';

let stage: VerifyStage;
let database: TestDatabase;
let pool: Pool;
let engine: Engine;
let folder: string;
/** inferenceId → what it should come to. */
const planted: Record<string, string> = {};
let lastBlock: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-verify-'));
  stage = await VerifyStage.open(await createTinyNetwork());
  const { network, blobs } = stage;

  planted[await stage.serve()] = 'MATCHED';
  planted[await stage.serve(([first, ...rest]) => [{ ...first!, recipient: stage.owner.address }, ...rest])] =
    'MISPAID';
  planted[await stage.serve((due) => due.slice(0, -1))] = 'UNDERPAID';
  planted[await stage.serve((due) => [...due, { ...due[0]!, amountWei: 7n }])] = 'OVERPAID';
  // In two payments of one line: still what is due.
  planted[
    await stage.serve(([first, ...rest]) => [
      ...rest,
      { ...first!, amountWei: first!.amountWei - 1n },
      { ...first!, amountWei: 1n },
    ])
  ] = 'MATCHED';
  const unknown = { role: 'CONTRIBUTOR', contributionId: 999n } as const;
  planted[await stage.serve((due) => due.map((item, i) => (i === 0 ? { ...item, ...unknown } : item)))] = 'MISPAID';

  // What is in force at the settlement counts, before and after.
  await stage.setPolicy(3000);
  const [platform, staker] = [stage.validator.address, stage.owner.address];
  await stage.setRecipients(platform, staker);
  await stage.mine();
  const terms = { platform, staker };
  planted[await stage.serve((due) => due, { modelBps: 3000, ...terms })] = 'MATCHED';
  planted[await stage.serve((due) => due, terms)] = 'MISPAID';
  await stage.commitIndex(`0x${'0b'.repeat(32)}`);
  await stage.mine();
  planted[await stage.serve((due) => due, { modelBps: 3000, ...terms })] = 'BAD_INDEX';
  await stage.commitIndex();
  await stage.mine();
  const now = { modelBps: 3000, ...terms };
  const forged = await network.settle(blobs, { prompt: PROMPT, completion: COMPLETION, queried: '104 729!' });
  planted[await stage.serve((due) => due, { ...now, answer: forged })] = 'FORGED_QUERY';
  const hidden = await network.settle(blobs, { prompt: '7919?', completion: COMPLETION });
  blobs.held.delete(hidden.facts.transcript.digest as `0x${string}`);
  planted[await stage.serve((due) => due, { ...now, answer: hidden })] = 'UNAVAILABLE';
  planted[`${(await stage.settle(await network.settle(blobs))).inferenceId}`] = 'UNPAID';
  await ask(stage.anvil.rpcUrl, { method: 'evm_increaseTime', params: [10 * GRACE_SECONDS] });
  await stage.mine(GRACE_SECONDS + 5);
  planted[`${(await stage.settle(await network.settle(blobs))).inferenceId}`] = 'PENDING';
  planted[await stage.serve((due) => due, now)] = 'MATCHED';
  lastBlock = Number((await ask(stage.anvil.rpcUrl, { method: 'eth_blockNumber', params: [] })).result);

  database = await createTestDatabase();
  pool = createPool(database.url, { max: 1 });
  stage.startIndexer(database.url);
  engine = await createEngine(
    {
      ...{ databaseUrl: database.url, gateways: [stage.gatewayUrl], allowPrivate: true, fetchTimeoutMs: 20_000 },
      ...{ graceSeconds: GRACE_SECONDS, backend: 'wasm' },
      limits: { modelBytes: 1 << 24, indexBytes: 1 << 24, memoryBytes: 1 << 24, models: 2 },
    },
    () => undefined,
  );
});
afterAll(async () => {
  await engine?.stop();
  await pool?.end();
  await stage?.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

const common = (rpc = stage.anvil.rpcUrl): string[] => [
  ...['--rpc', rpc, '--gateway', stage.gatewayUrl, '--chain-id', '31337', '--backend', 'wasm'],
  ...['--grace', String(GRACE_SECONDS), '--to', String(lastBlock)],
];

async function verify(...args: string[]): Promise<{ code: number; file: ReportFile; error: string }> {
  const { code, out, error } = await stage.runCli(['verify', ...common(), '--json', ...args]);
  expect(out, error).not.toBe('');
  return { code, file: parseReport(new TextEncoder().encode(out)), error };
}

const verdictsOf = ({ report }: ReportFile): Record<string, string> =>
  Object.fromEntries(report.inferences.map(({ inferenceId, verdict }) => [inferenceId, verdict]));

it.each([[[]], [['--verify-receipts']]])('finds what was planted, from RPC and blobs alone %j', async (options) => {
  const { code, file } = await verify(...options);
  expect(verdictsOf(file)).toEqual(planted);
  expect(code).toBe(1);
});

it('gives the verdicts, the money and the evidence that the indexer and the engine put into the database', async () => {
  const { file } = await verify();
  const decided = file.report.inferences.filter(({ verdict }) => verdict !== 'PENDING');
  interface Row {
    id: string;
    verdict: string;
    evidence_digest: string;
    expected: string | null;
    paid: string;
  }
  let rows: Row[] = [];
  while (rows.length < decided.length) {
    await sleep(100);
    const { rows: found } = await pool.query<Row>(
      `SELECT id, verdict, evidence_digest, expected_wei::text AS expected, paid_wei::text AS paid FROM reconciliation`,
    );
    rows = found;
  }
  const ours = decided.map((one) => [one.inferenceId, one.verdict, one.evidenceDigest, one.expectedWei, one.paidWei]);
  const theirs = rows.map((row) => [row.id, row.verdict, row.evidence_digest, row.expected, row.paid]);
  const byId = (a: unknown[], b: unknown[]): number => Number(a[0]) - Number(b[0]);
  expect(ours.sort(byId)).toEqual(theirs.sort(byId));
  expect(Object.fromEntries(rows.map(({ id, verdict }) => [id, verdict]))).toEqual(
    Object.fromEntries(Object.entries(planted).filter(([, verdict]) => verdict !== 'PENDING')),
  );
});

it('looks at the range it is given, as of the block it is given', async () => {
  const { file } = await verify();
  const unpaid = file.report.inferences.find(({ verdict }) => verdict === 'UNPAID')!;
  const range = ['--from', String(unpaid.blockNumber), '--to', String(unpaid.blockNumber)];
  const early = await verify(...range);
  expect(verdictsOf(early.file)).toEqual({ [unpaid.inferenceId]: 'PENDING' });
  expect(early.code).toBe(0);
  expect((await verify(...range, '--as-of', String(lastBlock))).code).toBe(1);
  const matched = file.report.inferences.find(({ verdict }) => verdict === 'MATCHED')!;
  const one = await verify('--inference', matched.inferenceId);
  expect([one.code, verdictsOf(one.file)]).toEqual([0, { [matched.inferenceId]: 'MATCHED' }]);
  const hidden = file.report.inferences.find(({ verdict }) => verdict === 'UNAVAILABLE')!;
  expect((await verify('--inference', hidden.inferenceId)).code).toBe(2);
});

describe('an endpoint that drops the log of a payout', () => {
  it('makes an honest gateway look guilty, but not where receipts are verified', async () => {
    const { file } = await verify();
    const honest = file.report.inferences.find(({ verdict }) => verdict === 'MATCHED')!;
    interface Log {
      address: string;
      topics: string[];
    }
    const isHers = ({ address, topics }: Log): boolean =>
      address === devnetContracts.AttributionSettlement.toLowerCase() &&
      topics.length === 4 &&
      BigInt(topics[1]!) === BigInt(honest.inferenceId);
    const drop = (logs: Log[]): Log[] => logs.filter((log) => !isHers(log));
    const liar = await LyingProxy.open(stage.anvil.rpcUrl, ({ method, result }) => {
      if (method === 'eth_getLogs') return drop(result as Log[]);
      if (method !== 'eth_getBlockReceipts') return result;
      return (result as { logs: Log[] }[]).map((one) => ({ ...one, logs: drop(one.logs) }));
    });
    try {
      const fooled = await verify('--rpc', liar.url, '--inference', honest.inferenceId);
      expect(verdictsOf(fooled.file)).not.toEqual({ [honest.inferenceId]: 'MATCHED' });
      expect(fooled.code).toBe(1);
      const args = ['verify', ...common(liar.url), '--inference', honest.inferenceId, '--verify-receipts'];
      const alone = await stage.runCli(args);
      expect(alone.code).toBe(2);
      expect(alone.error).toContain(`${liar.name} lies about block`);
      const both = await stage.runCli([...args, '--rpc', `${liar.url},${stage.anvil.rpcUrl}`]);
      // Whether it was asked at all depends on how fast it answered.
      expect(both.code).toBe(0);
      expect(both.error + both.out + alone.error).not.toMatch(/s3cr3t|t0k3n/);
    } finally {
      await liar.close();
    }
  });
});

describe('a report', () => {
  it('is signed, and checked by somebody else; a changed one is not', async () => {
    const [path, keyFile] = [join(folder, 'report.json'), join(folder, 'key')];
    writeFileSync(keyFile, `${VALIDATOR_KEY}\n`);
    const written = await stage.runCli(['verify', ...common(), '--report', path, '--key-file', keyFile]);
    expect(written.code).toBe(1);
    expect(written.out).toMatch(/\d+ MATCHED, 3 MISPAID/);
    expect(written.out + written.error).not.toContain(VALIDATOR_KEY.slice(2));

    const checked = await stage.runCli(['verify', '--check', path, ...common(), '--verify-receipts']);
    expect(checked.out).toMatch(/^✔ digest/m);
    expect(checked.out).toContain(`✔ signature: by ${stage.validator.address.toLowerCase()}`);
    expect(checked.out).toMatch(/^✔ verdicts: all \d+ came out the same/m);
    expect(checked.code).toBe(0);

    const file = parseReport(readFileSync(path));
    const verdict = file.report.inferences.find((one) => one.verdict === 'MISPAID')!;
    verdict.verdict = 'MATCHED';
    const forged = join(folder, 'forged.json');
    writeFileSync(forged, JSON.stringify(file));
    const refused = await stage.runCli(['verify', '--check', forged, ...common()]);
    expect(refused.out).toMatch(/^✘ digest/m);
    expect(refused.out).toMatch(/^✘ signature/m);
    expect(refused.out).toMatch(/^✘ verdicts: inference \d+:/m);
    expect(refused.code).toBe(1);
    for (const bad of ['', '{}', '[]', '{"report":{}}', '\u0000']) {
      writeFileSync(forged, bad);
      const nonsense = await stage.runCli(['verify', '--check', forged]);
      expect([nonsense.code, nonsense.error]).toEqual([2, expect.stringContaining('This is no verification report')]);
    }
  });

  it('comes with the evidence that its digests name', async () => {
    const evidence = join(folder, 'evidence');
    const { file } = await verify('--evidence', evidence);
    const wrong = file.report.inferences.filter(
      ({ verdict }) => !['MATCHED', 'PENDING', 'UNAVAILABLE'].includes(verdict),
    );
    const names = readdirSync(evidence);
    expect(new Set(names)).toEqual(new Set(wrong.map(({ evidenceDigest }) => `${evidenceDigest}.json`)));
    for (const name of names) expect(`${digestOf(readFileSync(join(evidence, name)))}.json`).toBe(name);
  });
});

it('challenges what is wrong once, and the answer flows back into the index', async () => {
  const wrong = Object.entries(planted).find(([, verdict]) => verdict === 'MISPAID')![0];
  const env = { TRIBUTARY_KEY: VALIDATOR_KEY };
  const challenge = async () => stage.runCli(['challenge', wrong, ...common()], env);
  await stage.anvil.startMining(1);
  const first = await challenge();
  expect(first.error).toContain(`Challenged inference ${wrong} in block`);
  expect(first.code).toBe(1);
  expect((await challenge()).error).toContain(`Inference ${wrong} has an open challenge.`);
  await stage.anvil.stopMining();
  await stage.resolveChallenge(wrong);
  await stage.mine(3);
  lastBlock = Number((await ask(stage.anvil.rpcUrl, { method: 'eth_blockNumber', params: [] })).result);
  expect((await challenge()).error).toContain(`Inference ${wrong} was challenged before, and decided.`);

  const { file } = await verify('--inference', wrong);
  let rows: { evidence: string; upheld: boolean | null }[] = [];
  while (rows[0]?.upheld == null) {
    await sleep(100);
    const sql = 'SELECT evidence_digest AS evidence, upheld FROM payout_challenge WHERE claimed_inference_id = $1';
    rows = (await pool.query<(typeof rows)[number]>(sql, [wrong])).rows;
  }
  expect(rows).toEqual([{ evidence: file.report.inferences[0]!.evidenceDigest, upheld: true }]);
  const keyless = await stage.runCli(['challenge', wrong, ...common()]);
  expect([keyless.code, keyless.error]).toEqual([2, expect.stringContaining('needs a private key')]);
});

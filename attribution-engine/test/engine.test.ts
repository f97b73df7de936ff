import { createPool } from '@tributary/db';
import type { TestDatabase } from '@tributary/db/testing';
import { cidOf, digestOf } from '@tributary/protocol';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { RECOMPUTE_QUEUE, enqueueUndecided, openRecomputeQueue } from '../src/worker/recomputeQueue.js';
import { EngineStage, GRACE_SECONDS } from './EngineStage.js';
import { blockHash, type TinyLedger } from './tinyLedger.js';
import { createTinyNetwork, type MemoryBlobs, type SettledAnswer, type TinyNetwork } from './tinyNetwork.js';

interface StoredVerdict {
  id: string;
  verdict: string;
  reason: string;
  attempts: number;
  paid_wei: string;
  expected_wei: string | null;
  inference_block_hash: string;
  retry_at: Date | null;
  evidence: Record<string, unknown>;
  evidence_digest: string;
}

/** In blocks of 2 s, and one more. */
const GRACE_BLOCKS = GRACE_SECONDS / 2 + 1;

let network: TinyNetwork;
let stage: EngineStage;
let blobs: MemoryBlobs;
let honest: SettledAnswer;
let database: TestDatabase;
let ledger: TinyLedger;
let decided: string[];

beforeAll(async () => {
  network = await createTinyNetwork();
});

beforeEach(async () => {
  decided = [];
  stage = await EngineStage.open(network);
  ({ blobs, honest, database, ledger } = stage);
});

afterEach(() => stage.close());

const startEngine = (): Promise<void> =>
  stage.startEngine((line) => {
    if (line.includes(' inference ')) decided.push(line);
  });

const load = (): Promise<StoredVerdict[]> => ledger.query('SELECT * FROM reconciliation ORDER BY id::int');

/** Waits until what is stored is as told. */
async function waitFor(expected: Partial<StoredVerdict>[]): Promise<StoredVerdict[]> {
  return vi.waitFor(
    async () => {
      const stored = await load();
      expect(stored).toMatchObject(expected);
      return stored;
    },
    { timeout: 40_000, interval: 50 },
  );
}

/** Until a settlement that is made now is decided, everything before it has been looked at. */
async function settleMarker(inferenceId: string, blockNumber: number): Promise<void> {
  await ledger.mine(blockNumber);
  await ledger.settle(inferenceId, honest.facts, blockNumber);
  await ledger.pay(inferenceId, honest.facts, blockNumber);
}

it('stores the verdict with its lines, shares and evidence', async () => {
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await ledger.pay('1', honest.facts, 4);
  await startEngine();
  const [stored] = await waitFor([{ id: '1', verdict: 'MATCHED', attempts: 1, inference_block_hash: blockHash(4) }]);
  expect([stored!.expected_wei, stored!.paid_wei]).toEqual([`${honest.facts.feeWei}`, `${honest.facts.feeWei}`]);
  expect(stored!.evidence_digest).toBe(digestOf(Buffer.from(String(stored!.evidence))));

  const lines = await ledger.query('SELECT * FROM reconciliation_line ORDER BY position');
  expect(lines).toMatchObject(
    honest.facts.payouts.map(({ recipient, role, contributionId, amountWei }, position) => ({
      ...{ reconciliation_id: '1', position, recipient, role, contribution_id: `${contributionId}` },
      ...{ expected_wei: `${amountWei}`, paid_wei: `${amountWei}` },
    })),
  );
  const shares = await ledger.query<{ share_bps: number }>('SELECT * FROM contribution_share ORDER BY contribution_id');
  expect(shares).toMatchObject(
    honest.shares.map(({ contributionId, weight, rows }) => ({
      ...{ reconciliation_id: '1', contribution_id: `${contributionId}`, weight: `${weight}` },
      rows: rows.map((row) => ({ row: row.row, weight: `${row.weight}` })),
    })),
  );
  const bps = shares.reduce((sum, share) => sum + share.share_bps, 0);
  expect(bps).toBeGreaterThan(10_000 - shares.length);
  expect(bps).toBeLessThanOrEqual(10_000);
});

it('waits for a payment while it may still come, then says UNPAID, and thinks again when it comes late', async () => {
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await startEngine();
  await settleMarker('2', 5);
  await waitFor([{ id: '2', verdict: 'MATCHED' }]);

  await ledger.mine(4 + GRACE_BLOCKS);
  const unpaid = [
    { id: '1', verdict: 'UNPAID', paid_wei: '0', expected_wei: `${honest.facts.feeWei}` },
    { id: '2', verdict: 'MATCHED' },
  ];
  await waitFor(unpaid);

  await ledger.mine(5 + GRACE_BLOCKS);
  await ledger.pay('1', honest.facts, 5 + GRACE_BLOCKS);
  await waitFor([{ id: '1', verdict: 'MATCHED', paid_wei: `${honest.facts.feeWei}`, attempts: 1 }, { id: '2' }]);
  const lines = await ledger.query("SELECT FROM reconciliation_line WHERE reconciliation_id = '1'");
  expect(lines).toHaveLength(honest.facts.payouts.length);
});

it('says UNPAID on a silent chain once enough blocks were indexed, and not before', async () => {
  const indexUpTo = (height: number): Promise<unknown> =>
    ledger.query(
      `INSERT INTO squid_processor.status (id, height, hash) VALUES (0, $1, '0x')
       ON CONFLICT (id) DO UPDATE SET height = $1`,
      [height],
    );
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await indexUpTo(4 + GRACE_SECONDS);
  await startEngine();
  await settleMarker('2', 5);
  await waitFor([{ id: '2', verdict: 'MATCHED' }]);

  await indexUpTo(4 + GRACE_SECONDS + 1);
  await waitFor([{ id: '1', verdict: 'UNPAID' }, { id: '2' }]);
});

it('decides again when a reorg moves the inference to another block', async () => {
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await ledger.pay('1', honest.facts, 4);
  await startEngine();
  await waitFor([{ verdict: 'MATCHED', inference_block_hash: blockHash(4) }]);

  const other = await network.settle(blobs, { prompt: 'hello', completion: 'zzz' });
  await ledger.query('BEGIN');
  await ledger.query('DELETE FROM block WHERE number = 4');
  await ledger.mine(4, 'fork');
  await ledger.query(
    "UPDATE inference SET block_hash = $1, transcript_digest = $2, transcript_uri = $3 WHERE id = '1'",
    [blockHash(4, 'fork'), other.facts.transcript.digest, other.facts.transcript.uri],
  );
  await ledger.query('COMMIT');
  const [stored] = await waitFor([
    { inference_block_hash: blockHash(4, 'fork'), verdict: 'FORGED_QUERY', attempts: 1 },
  ]);
  expect(JSON.parse(String(stored!.evidence))).toMatchObject({ transcript: { digest: other.facts.transcript.digest } });
});

it('does not call an answer underpaid whose payment a reorg took back while it may still come', async () => {
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await ledger.pay('1', honest.facts, 4);
  await startEngine();
  await waitFor([{ verdict: 'MATCHED' }]);

  await ledger.query('BEGIN');
  await ledger.query('DELETE FROM payout');
  await ledger.query("UPDATE inference SET block_hash = $1 WHERE id = '1'", [blockHash(4, 'fork')]);
  await ledger.query('COMMIT');
  await settleMarker('2', 5);
  // The first is pending again: nothing is stored for it.
  await waitFor([{ id: '2', verdict: 'MATCHED' }]);

  await ledger.pay('1', honest.facts, 5);
  await waitFor([{ id: '1', verdict: 'MATCHED', inference_block_hash: blockHash(4, 'fork') }, { id: '2' }]);
});

it('tries what was unavailable again, and it heals', async () => {
  const transcript = blobs.held.get(honest.facts.transcript.digest)!;
  blobs.held.delete(honest.facts.transcript.digest);
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await ledger.pay('1', honest.facts, 4);
  await startEngine();
  const [first] = await waitFor([{ verdict: 'UNAVAILABLE', attempts: 1, expected_wei: null }]);
  expect(first!.retry_at).not.toBeNull();
  expect(await ledger.query('SELECT FROM reconciliation_line WHERE expected_wei IS NULL')).toHaveLength(
    honest.facts.payouts.length,
  );

  // Its time has come, and it is still not there.
  await ledger.query('UPDATE reconciliation SET retry_at = now()');
  const [second] = await waitFor([{ verdict: 'UNAVAILABLE', attempts: 2 }]);
  expect(second!.retry_at!.getTime()).toBeGreaterThan(first!.retry_at!.getTime());

  blobs.put(transcript);
  await ledger.query('UPDATE reconciliation SET retry_at = now()');
  await waitFor([{ verdict: 'MATCHED', attempts: 3, retry_at: null }]);
});

it('stores what a stranger wrote, whatever it is', async () => {
  const bytes = new TextEncoder().encode('{"version":1,"modelId":"\\u0000","prompt":"\\ud800"}');
  const digest = blobs.put(bytes);
  await ledger.mine(4);
  await ledger.settle('1', { ...honest.facts, transcript: { digest, uri: `ipfs://${cidOf(digest)}` } }, 4);
  await ledger.settle('2', { ...honest.facts, transcript: { digest, uri: `${'x'.repeat(119)}😀` } }, 4);
  await ledger.query("UPDATE attribution SET query_digest = 'no digest'");
  for (const id of ['1', '2']) await ledger.pay(id, honest.facts, 4);
  await startEngine();
  await waitFor([
    { id: '1', verdict: 'FORGED_QUERY' },
    { id: '2', verdict: 'UNAVAILABLE' },
  ]);
});

it('queues each decision once, however many look for work at the same time', async () => {
  await ledger.mine(4);
  const ids = Array.from({ length: 12 }, (_, i) => String(i + 1));
  for (const id of ids) {
    await ledger.settle(id, honest.facts, 4);
    await ledger.pay(id, honest.facts, 4);
  }
  const pool = createPool(database.url);
  const queues = await Promise.all([0, 1].map(() => openRecomputeQueue(database.url, () => undefined)));
  try {
    await Promise.all(
      [...queues, ...queues, ...queues].map((boss) =>
        enqueueUndecided(boss, pool, { graceSeconds: GRACE_SECONDS, recentBlocks: 100 }),
      ),
    );
    const jobs = await ledger.query<{ id: string }>(
      "SELECT data->>'inferenceId' AS id FROM pgboss.job WHERE name = $1",
      [RECOMPUTE_QUEUE],
    );
    expect(jobs.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(ids.map(Number));
  } finally {
    await Promise.all(queues.map((boss) => boss.stop({ graceful: false })));
    await pool.end();
  }
});

it('keeps one verdict of each inference, of the first attempt, when several engines work', async () => {
  await ledger.mine(4);
  const ids = Array.from({ length: 12 }, (_, i) => String(i + 1));
  for (const id of ids) await ledger.settle(id, honest.facts, 4);
  await Promise.all([startEngine(), startEngine()]);
  for (const id of ids) await ledger.pay(id, honest.facts, 4);
  await waitFor(ids.map((id) => ({ id, verdict: 'MATCHED', attempts: 1 })));
  await settleMarker('13', 5);
  const all = [...ids, '13'];
  await waitFor(all.map((id) => ({ id, verdict: 'MATCHED', attempts: 1 })));
  const lines = await ledger.query('SELECT FROM reconciliation_line');
  expect(lines).toHaveLength(all.length * honest.facts.payouts.length);
  // A sweep that read the list before a decision and queues after it has it made again; it then comes out the same.
  expect(new Set(decided)).toEqual(new Set(all.map((id) => `info inference ${id}: MATCHED`)));
});

it('goes on where another engine stopped', async () => {
  await ledger.mine(4);
  await ledger.settle('1', honest.facts, 4);
  await ledger.pay('1', honest.facts, 4);
  await startEngine();
  await waitFor([{ id: '1', verdict: 'MATCHED' }]);
  await stage.stopNewestEngine();
  await settleMarker('2', 5);
  await startEngine();
  await waitFor([
    { id: '1', attempts: 1 },
    { id: '2', verdict: 'MATCHED', attempts: 1 },
  ]);
});

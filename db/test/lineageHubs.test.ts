/** Things with more around them than an answer holds: bounded, and honest about what is left out. */
import {
  createPool,
  createReadDatabase,
  type LineageVertex,
  loadLineage,
  loadLineageCounts,
  loadPaths,
  type Pool,
  type ReadDatabase,
} from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from './lineage/buildLedger.js';

const ANSWERS = 12_000;
const SHARES = 2_500;
const [OWNER, PLATFORM] = [addressOf(0), addressOf(1)];
const MODEL: LineageVertex = { kind: 'Model', id: '1' };
const BOTH = ['UPSTREAM', 'DOWNSTREAM'] as const;

let database: TestDatabase;
let pool: Pool;
let db: ReadDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 1 });
  db = createReadDatabase({ url: database.url, statementTimeoutMs: 20_000, maxConnections: 3 });
  const place = `block_number, log_index, transaction_hash, signer`;
  const at = (block: string) => `${block}, 0, '0x', '${OWNER}'`;
  await pool.query(`
    INSERT INTO account VALUES ('${OWNER}', 1), ('${PLATFORM}', 1);
    INSERT INTO contribution (id, contributor_id, claimed_datanet_id, content_digest, content_uri, license, row_count, byte_count, ${place})
      VALUES ('1', '${OWNER}', '9', '0x', 'u', 'MIT', 1, 1, ${at('1')});
    INSERT INTO model (id, owner_id, base_model_id, kind, name, artifact_uri, artifact_digest, card_digest, ${place})
      VALUES ('1', '${OWNER}', NULL, 'BASE', 'hub', 'u', '0x', '0x', ${at('1')}),
        ('2', '${OWNER}', '3', 'MERGE', 'circle', 'u', '0x', '0x', ${at('2')}),
        ('3', '${OWNER}', '2', 'MERGE', 'circle', 'u', '0x', '0x', ${at('3')}),
        ('4', '${OWNER}', '4', 'MERGE', 'itself', 'u', '0x', '0x', ${at('4')});
    INSERT INTO attribution_index (id, model_id, method, index_root, row_count, dimension, index_uri, ${place})
      VALUES ('ix', '1', 'm', '0x', 1, 1, 'u', ${at('1')});
    INSERT INTO inference (id, model_id, payer_id, attribution_index_id, input_tokens, output_tokens, fee_wei,
        transcript_digest, transcript_uri, block_hash, settled_at, ${place})
      SELECT k::text, '1', '${OWNER}', 'ix', 1, 1, 1, '0x', 'u', '0x', now(), ${at('k + 10')}
      FROM generate_series(1, ${ANSWERS}) AS k;
    INSERT INTO payout (id, inference_id, claimed_inference_id, recipient_id, role, contribution_id, claimed_contribution_id,
        amount_wei, ${place})
      SELECT 'p' || k, k::text, k::text, '${PLATFORM}', 'PLATFORM', NULL, '0', 1, ${at('k + 10')}
      FROM generate_series(1, ${ANSWERS}) AS k;
    INSERT INTO reconciliation (id, inference_block_number, inference_block_hash, payouts_digest, verdict, reason, fee_wei,
        paid_wei, engine_version, elapsed_ms, attempts, decided_at, evidence, evidence_digest)
      SELECT k::text, k + 10, '0x', 'x', 'MATCHED', 'r', 1, 1, '1', 1, 1, now(), '{}', '0x' FROM generate_series(1, ${SHARES}) AS k;
    INSERT INTO contribution_share (id, reconciliation_id, contribution_id, weight, share_bps, rows)
      SELECT k || '-1', k::text, '1', 1, 1, '[]' FROM generate_series(1, ${SHARES}) AS k;
    ANALYZE`);
});
afterAll(async () => {
  await db?.close();
  await pool?.end();
  await database?.close();
});

const HEAD = ANSWERS + 10;

it('takes the newest answers of a hub, and counts the rest up to 10,000', async () => {
  const graph = await loadLineage(db, {
    start: MODEL,
    directions: BOTH,
    depth: 3,
    limit: 2_000,
    width: 5,
    blockNumber: HEAD,
  });
  const newest = Array.from({ length: 5 }, (_, index) => String(ANSWERS - index));
  expect(graph.nodes.filter(({ kind, depth }) => kind === 'Inference' && depth === 1).map(({ id }) => id)).toEqual(
    newest,
  );
  expect(graph.isTruncated).toBe(true);
  const counts = await loadLineageCounts(db, graph.nodes, HEAD);
  const countOf = (kind: string, name: string) =>
    counts.filter((row) => row.kind === kind && row.name === name).map(({ count, isExact }) => [count, isExact]);
  expect(countOf('Model', 'ANSWERED')).toEqual([[10_000, false]]);
  expect(countOf('AttributionIndex', 'IN_FORCE_FOR')).toEqual([[10_000, false]]);
  expect(countOf('Account', 'PAID_TO')).toEqual([[10_000, false]]);
  expect(countOf('Inference', 'PAID_OUT')).toEqual(newest.map(() => [1, true]));
  // 9,000 blocks earlier the hub was no hub.
  expect(await loadLineageCounts(db, [{ kind: 'AttributionIndex', id: 'ix' }], 3_010)).toEqual([
    { kind: 'AttributionIndex', id: 'ix', direction: 'UPSTREAM', name: 'INDEXED_AS', count: 1, isExact: true },
    { kind: 'AttributionIndex', id: 'ix', direction: 'DOWNSTREAM', name: 'IN_FORCE_FOR', count: 3_000, isExact: true },
  ]);
});

it('reads no more than so many shares of a contribution, and says so', async () => {
  const start = { kind: 'Contribution', id: '1' } as const;
  const down = { start, directions: ['DOWNSTREAM'] as const, depth: 1, limit: 2_000, blockNumber: HEAD };
  const graph = await loadLineage(db, { ...down, width: 2_000 });
  expect(graph.nodes).toHaveLength(1_999 + 1);
  expect(graph.isTruncated).toBe(true);
  expect(await loadLineageCounts(db, [start], HEAD)).toContainEqual({
    ...start,
    ...{ direction: 'DOWNSTREAM', name: 'SHAPED', count: 2_000, isExact: false },
  });
});

it('ends in circles that nobody could have registered', async () => {
  const walk = (id: string) =>
    loadLineage(db, {
      start: { kind: 'Model', id },
      directions: BOTH,
      depth: 10,
      limit: 100,
      width: 10,
      blockNumber: HEAD,
    });
  const circle = await walk('2');
  expect(circle.nodes.map(({ kind, id, depth }) => `${kind} ${id} ${depth}`)).toEqual([
    'Model 2 0',
    `Account ${OWNER} 1`,
    'Model 3 1',
  ]);
  expect(circle.edges.filter(({ name }) => name === 'BASE_OF')).toHaveLength(2);
  const itself = await walk('4');
  expect(itself.nodes.map(({ id }) => id)).toEqual(['4', OWNER]);
  expect(itself.edges.map(({ name, from, to }) => [name, from.id, to.id])).toContainEqual(['BASE_OF', '4', '4']);
});

it('finds the way from a hub to one of its answers from the other end, and says when its bounds ended a search', async () => {
  const budget = { nodes: 300, width: 50 };
  const ask = (from: LineageVertex, to: LineageVertex) =>
    loadPaths(db, { from, to, maxLength: 6, limit: 10, blockNumber: HEAD, budget });
  const found = await ask(MODEL, { kind: 'Payout', id: 'p17' });
  expect(found.paths.map(({ edges }) => edges.map(({ name }) => name))).toEqual([['ANSWERED', 'PAID_OUT']]);
  expect(found.isExhaustive).toBe(true);
  // Every answer of the hub paid the platform: no side is narrow.
  const many = await ask(MODEL, { kind: 'Account', id: PLATFORM });
  expect(many.seenCount).toBeLessThanOrEqual(2 * budget.nodes);
  expect(many.isExhaustive).toBe(false);
  // The other direction was seen whole; nothing leads from one answer to another.
  const none = await ask({ kind: 'Inference', id: '17' }, { kind: 'Inference', id: '18' });
  expect(none).toMatchObject({ paths: [], direction: null, isExhaustive: true });
});

it('reads what it needs by an index, whatever the statistics of a column say', async () => {
  const plans: string[] = [];
  const explaining: ReadDatabase = {
    ...db,
    async load(question) {
      const { text, values } = question.render();
      const { rows } = await pool.query<Record<string, string>>(`EXPLAIN ${text}`, values);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return db.load(question);
    },
  };
  // One paid for every answer and one was paid for all: Postgres takes either for the usual case.
  for (const id of [OWNER, PLATFORM]) {
    const start = { kind: 'Account', id } as const;
    const graph = await loadLineage(explaining, {
      start,
      directions: BOTH,
      depth: 2,
      limit: 200,
      width: 20,
      blockNumber: HEAD,
    });
    await loadLineageCounts(explaining, graph.nodes, HEAD);
  }
  expect(plans.length).toBeGreaterThanOrEqual(8);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (inference|payout|contribution_share)/);
  // Indexes over all inferences or payouts by block: they would be read from the end to the first that fits.
  for (const plan of plans) expect(plan).not.toMatch(/IDX_1c3fb495d85badf4122ff7b477|IDX_4b82477eac3f44e03e4b515bab/);
});

it('bounds what one step gives, however wide and deep it is asked', async () => {
  const sizes: number[] = [];
  const counting: ReadDatabase = {
    ...db,
    async load<Row extends object>(question: Parameters<ReadDatabase['load']>[0]): Promise<Row[]> {
      const rows = await db.load<Row>(question);
      sizes.push(rows.length);
      return rows;
    },
  };
  const graph = await loadLineage(counting, {
    ...{ start: { kind: 'Account', id: PLATFORM }, directions: BOTH, depth: 10, limit: 2_000, width: 2_000 },
    blockNumber: HEAD,
  });
  expect(graph.nodes).toHaveLength(2_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 10_000);
});

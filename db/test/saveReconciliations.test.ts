import {
  createPool,
  deleteReconciliation,
  saveReconciliation,
  saveReconciliations,
  type Pool,
  type ReconciliationToSave,
} from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const TABLES = ['reconciliation', 'reconciliation_line', 'contribution_share'];

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 6 });
});
afterAll(async () => {
  await pool?.end();
  await database?.close();
});
beforeEach(() => clear());

const clear = () => pool.query(`TRUNCATE ${TABLES.join(', ')}`);

/** Everything but when it was decided, as Postgres writes it. */
async function dump(): Promise<unknown[]> {
  const parts = await Promise.all(
    TABLES.map((table) => pool.query(`SELECT (to_jsonb(t) - 'decided_at')::text AS row FROM ${table} t ORDER BY id`)),
  );
  return parts.map(({ rows }) => rows);
}

/** The slow, obvious twin: a row a statement, each value a parameter of its own. */
async function saveByHand(result: ReconciliationToSave): Promise<void> {
  const id = result.inferenceId;
  await deleteReconciliation(pool, id);
  const json = (value: unknown) =>
    JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
  await pool.query(
    `INSERT INTO reconciliation (id, inference_block_number, inference_block_hash, payouts_digest, verdict, reason, fee_wei,
       expected_wei, paid_wei, unattributed, method, query_cosine, query_block_error, backend, engine_version, elapsed_ms,
       attempts, retry_at, evidence, evidence_digest, spans, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, now())`,
    [
      ...[id, result.inferenceBlockNumber, result.inferenceBlockHash, result.payoutsDigest, result.verdict],
      ...[result.reason, result.feeWei, result.expectedWei, result.paidWei, result.unattributed, result.method],
      ...[result.queryCosine, result.queryBlockError, result.backend, result.engineVersion, result.elapsedMs],
      ...[result.attempts, result.retryAt, result.evidence, result.evidenceDigest],
      result.spans && json(result.spans),
    ],
  );
  for (const [position, line] of result.lines.entries()) {
    await pool.query('INSERT INTO reconciliation_line VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
      ...[`${id}-${position}`, position, line.recipient, line.role, line.contributionId.toString()],
      ...[line.expectedWei, line.paidWei, id],
    ]);
  }
  for (const share of result.shares) {
    await pool.query('INSERT INTO contribution_share VALUES ($1, $2, $3, $4, $5, $6)', [
      ...[`${id}-${share.contributionId}`, share.contributionId.toString(), share.weight, share.shareBps],
      ...[json(share.rows), id],
    ]);
  }
}

/** Whatever Postgres can hold: quotes, braces, commas, backslashes, "null"; no NUL and no half of a pair. */
const text = fc.oneof(
  fc.constantFrom('null', 'NULL', '', ' ', '{}', '{a,b}', '"', "'; DROP TABLE payout; --", 'a\\b', 'é😀\n\t', '1-0'),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((each) => each.replaceAll('\0', '').toWellFormed()),
);
const wei = fc.oneof(fc.constant(2n ** 256n - 1n), fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 21n }));
const contributionId = fc.oneof(fc.constant(2n ** 256n - 1n), fc.bigInt({ min: 0n, max: 9n }));
const number = fc.nat({ max: 2 ** 31 - 1 });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const result: fc.Arbitrary<ReconciliationToSave> = fc.record({
  inferenceId: fc.constantFrom('1', '2', '10', '9', (2n ** 256n - 1n).toString()),
  inferenceBlockNumber: number,
  inferenceBlockHash: fc.constantFrom('0xaa', '0xbb'),
  payoutsDigest: fc.constantFrom('0xcc', '0xdd'),
  verdict: fc.constantFrom('MATCHED', 'MISPAID', 'UNDERPAID', 'FORGED_QUERY'),
  reason: text,
  feeWei: wei,
  expectedWei: orNull(wei),
  paidWei: wei,
  unattributed: orNull(fc.boolean()),
  method: orNull(text),
  queryCosine: orNull(fc.double({ noNaN: true, min: -1, max: 1 })),
  queryBlockError: orNull(fc.constantFrom(0, 1e-7, 0.004, 1e21, 5e-324)),
  backend: orNull(text),
  engineVersion: text,
  elapsedMs: number,
  attempts: number,
  retryAt: orNull(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })),
  evidence: fc.dictionary(text, text).map((evidence) => JSON.stringify(evidence)),
  evidenceDigest: text,
  lines: fc.array(
    fc.record({
      recipient: text,
      role: fc.constantFrom('MODEL', 'CONTRIBUTOR', 'UNKNOWN'),
      contributionId,
      expectedWei: orNull(wei),
      paidWei: wei,
    }),
    { maxLength: 4 },
  ),
  shares: fc.uniqueArray(
    fc.record({
      contributionId,
      weight: wei,
      shareBps: number,
      rows: fc.array(fc.record({ row: number, line: number, weight: wei }), { maxLength: 3 }),
    }),
    { maxLength: 4, selector: (share) => share.contributionId },
  ),
  spans: orNull(
    fc.array(
      fc.record({
        ...{ start: number, end: number, tokenCount: number, rowCount: number },
        rows: fc.array(fc.record({ contributionId, line: number }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  ),
});

describe('saveReconciliations', () => {
  it('writes the same rows as one at a time by hand, over what was there and over itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(result, { maxLength: 6 }),
        fc.array(result, { maxLength: 6 }),
        async (first, second) => {
          await clear();
          await saveReconciliations(pool, first);
          await saveReconciliations(pool, second);
          const inBatches = await dump();
          await clear();
          for (const each of [...first, ...second]) await saveByHand(each);
          expect(inBatches).toEqual(await dump());
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['null', 'NULL', '', 'a,b', '{}', '"', 'a b', '0xa'])('takes %j for a recipient', async (recipient) => {
    const [drawn] = fc.sample(result, { numRuns: 1, seed: 9 });
    const line = { recipient, role: 'MODEL', contributionId: 0n, expectedWei: null, paidWei: 1n };
    await saveReconciliation(pool, { ...drawn!, lines: [line] });
    expect((await pool.query('SELECT recipient, expected_wei FROM reconciliation_line')).rows).toEqual([
      { recipient, expected_wei: null },
    ]);
  });

  it('keeps the time at which a verdict about the same inputs was first reached, and no other', async () => {
    const [drawn] = fc.sample(result, { numRuns: 1, seed: 7 });
    const same = { ...drawn!, inferenceId: '1', verdict: 'MATCHED' };
    const decidedAt = async () =>
      (await pool.query('SELECT decided_at FROM reconciliation')).rows[0]!.decided_at as Date;
    const age = () => pool.query(`UPDATE reconciliation SET decided_at = '2020-01-01T00:00:00Z'`);
    const first = new Date('2020-01-01T00:00:00Z');
    await saveReconciliation(pool, same);
    await age();
    await saveReconciliations(pool, [{ ...same, attempts: 2, reason: 'again' }]);
    expect(await decidedAt()).toEqual(first);
    for (const change of [{ verdict: 'MISPAID' }, { payoutsDigest: '0xee' }, { inferenceBlockHash: '0xff' }]) {
      await age();
      await saveReconciliations(pool, [{ ...same, ...change }]);
      expect(await decidedAt(), JSON.stringify(change)).not.toEqual(first);
      await saveReconciliations(pool, [same]);
    }
  });

  it('lets batches that meet wait for each other: the rows are those of one of them, whole', async () => {
    const [drawn] = fc.sample(result, { numRuns: 1, seed: 3 });
    const line = { recipient: '0xa', role: 'MODEL', contributionId: 0n, expectedWei: 1n, paidWei: 1n };
    const of = (writer: number) =>
      Array.from({ length: 40 }, (_, k) => ({
        ...{ ...drawn!, inferenceId: String(k), reason: `by ${writer}`, elapsedMs: writer, shares: [] },
        lines: Array.from({ length: writer }, () => ({ ...line, paidWei: BigInt(writer) })),
      }));
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        [1, 2, 3, 4].flatMap((writer) => [
          saveReconciliations(pool, writer % 2 === 0 ? of(writer) : of(writer).reverse()),
          saveReconciliation(pool, of(writer)[17]!),
        ]),
      );
      const { rows } = await pool.query<{ writer: number; lines: number; wrong: number }>(
        `SELECT r.elapsed_ms AS writer, count(l.id)::int AS lines, count(l.id) FILTER (WHERE l.paid_wei <> r.elapsed_ms)::int AS wrong
         FROM reconciliation r LEFT JOIN reconciliation_line l ON l.reconciliation_id = r.id GROUP BY r.id`,
      );
      expect(rows).toHaveLength(40);
      for (const { writer, lines, wrong } of rows) expect([lines, wrong]).toEqual([writer, 0]);
    }
  });

  it('writes all of a batch or nothing', async () => {
    const [good, bad] = fc.sample(result, { numRuns: 2, seed: 5 });
    const batch = [
      { ...good!, inferenceId: '1' },
      { ...bad!, inferenceId: '2', reason: 'a NUL: \0' },
    ];
    await expect(saveReconciliations(pool, batch)).rejects.toThrow();
    expect(await dump()).toEqual([[], [], []]);
  });
});

/**
 * Lineage, paths, impact and states against plain walks over random ledgers, and against the ledger as it was then. Longer than
 * 300 lines because all of them ask one generator of ledgers.
 */
import {
  attributionIndexSource,
  contributionSource,
  createPool,
  createReadDatabase,
  datanetSource,
  datanetVersionSource,
  type EntitySource,
  inferenceSource,
  LINEAGE_NODE_KINDS,
  type LineageDirection,
  type LineageNodeKind,
  type LineageVertex,
  loadAccountsAsOf,
  loadImpactAnswers,
  loadImpactCounts,
  loadImpactPayouts,
  loadImpactScope,
  loadInForce,
  loadLedgerCounts,
  loadLedgerFlows,
  loadLineage,
  loadLineageCounts,
  loadPaths,
  loadProposalFactsAsOf,
  loadRowsAsOf,
  loadShapedInferenceCount,
  indexInForce,
  modelSource,
  payoutChallengeSource,
  payoutSource,
  proposalSource,
  type Pool,
  type ReadDatabase,
  stakeSource,
  trainingRunSource,
  accountSource,
  versionInForce,
} from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, buildLedger, type Step, type TestEdge, type TestLedger } from './lineage/buildLedger.js';
import { storeLedger } from './lineage/storeLedger.js';
import { edgeOf, findPaths, keyOf, leave, walkInMemory } from './lineage/walkInMemory.js';

/** Shrinking takes long with a database: the seed that is printed finds the ledger again. */
const CHECK = { numRuns: 60, endOnFailure: true };
const SOURCES: Readonly<Record<LineageNodeKind | 'PayoutChallenge' | 'Proposal' | 'Stake', EntitySource<object>>> = {
  Account: accountSource,
  AttributionIndex: attributionIndexSource,
  Contribution: contributionSource,
  Datanet: datanetSource,
  DatanetVersion: datanetVersionSource,
  Inference: inferenceSource,
  Model: modelSource,
  Payout: payoutSource,
  PayoutChallenge: payoutChallengeSource,
  Proposal: proposalSource,
  Stake: stakeSource,
  TrainingRun: trainingRunSource,
};
const ACCOUNTS = [0, 1, 2, 3, 4].map(addressOf);
const BUDGET = { nodes: 1_000, width: 1_000 };

const steps = fc.array(
  fc.record<Step>({
    what: fc.nat(10_000),
    a: fc.nat(1_000),
    b: fc.nat(1_000),
    c: fc.nat(1_000),
    isNewBlock: fc.boolean(),
  }),
  { minLength: 1, maxLength: 120, size: 'max' },
);
const directions = fc.constantFrom<LineageDirection[]>(['UPSTREAM'], ['DOWNSTREAM'], ['UPSTREAM', 'DOWNSTREAM']);

let database: TestDatabase;
let pool: Pool;
let db: ReadDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 1 });
  db = createReadDatabase({ url: database.url, statementTimeoutMs: 20_000, maxConnections: 3 });
});
afterAll(async () => {
  await db?.close();
  await pool?.end();
  await database?.close();
});

/** Every vertex of the ledger, those without an edge too. */
function verticesOf({ tables }: TestLedger): LineageVertex[] {
  const tableOf = (kind: string) => kind.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return LINEAGE_NODE_KINDS.flatMap((kind) =>
    (tables[tableOf(kind)] ?? []).map((row) => ({ kind, id: String(row['id']) })),
  );
}

function pickStart(ledger: TestLedger, number: number): LineageVertex {
  const vertices = verticesOf(ledger);
  return vertices[number % vertices.length] ?? { kind: 'Account', id: addressOf(0) };
}

describe('lineage', () => {
  it('is the walk over what the events say, whatever start, depth, limit, width and block', async () => {
    const bounds = { depth: fc.integer({ min: 1, max: 10 }), limit: fc.integer({ min: 1, max: 60 }) };
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.nat(),
        directions,
        fc.record({ ...bounds, width: fc.integer({ min: 1, max: 5 }) }),
        fc.nat(),
        async (some, startNumber, sides, size, block) => {
          const ledger = buildLedger(some);
          await storeLedger(pool, ledger);
          for (const blockNumber of [ledger.headBlockNumber, block % (ledger.headBlockNumber + 1)]) {
            const request = { start: pickStart(ledger, startNumber), directions: sides, ...size, blockNumber };
            const graph = await loadLineage(db, request);
            expect({
              nodes: graph.nodes.map((node) => `${keyOf(node)} ${node.depth} ${node.direction}`),
              edges: graph.edges.map(edgeOf).toSorted(),
              isTruncated: graph.isTruncated,
            }).toEqual(walkInMemory(ledger.edges, request));
          }
        },
      ),
      CHECK,
    );
  });

  it('tells for every node how many edges of each kind there are', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (some, block) => {
        const ledger = buildLedger(some);
        await storeLedger(pool, ledger);
        const blockNumber = block % (ledger.headBlockNumber + 1);
        const edges = ledger.edges.filter((edge) => edge.blockNumber <= blockNumber);
        const counts = await loadLineageCounts(db, verticesOf(ledger), blockNumber);
        const expected = verticesOf(ledger).flatMap((vertex) =>
          (['UPSTREAM', 'DOWNSTREAM'] as const).flatMap((direction) =>
            leave(edges, vertex, direction).map(
              (group) => `${keyOf(vertex)} ${direction} ${group[0]?.name} ${group.length}`,
            ),
          ),
        );
        expect(counts.map((row) => `${keyOf(row)} ${row.direction} ${row.name} ${row.count}`).toSorted()).toEqual(
          expected.toSorted(),
        );
        expect(counts.every((row) => row.isExact)).toBe(true);
      }),
      CHECK,
    );
  });
});

describe('paths', () => {
  it('are all the shortest ones, in the direction in which there are any', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        async (some, one, other, maxLength) => {
          const ledger = buildLedger(some);
          await storeLedger(pool, ledger);
          const [from, to] = [pickStart(ledger, one), pickStart(ledger, other)];
          fc.pre(keyOf(from) !== keyOf(to));
          const blockNumber = ledger.headBlockNumber;
          const search = await loadPaths(db, { from, to, maxLength, limit: 1_000, blockNumber, budget: BUDGET });
          const down = findPaths(ledger.edges, from, to, maxLength);
          const up = findPaths(ledger.edges, to, from, maxLength);
          const lengthOf = (paths: string[]) => paths[0]?.split(' > ').length ?? Infinity;
          const isUp = lengthOf(up) < lengthOf(down);
          expect(search.paths.map(pathOf).toSorted()).toEqual(isUp ? up : down);
          expect(search.direction).toBe(isUp ? 'UPSTREAM' : down.length > 0 ? 'DOWNSTREAM' : null);
          expect(search.isExhaustive).toBe(true);
        },
      ),
      CHECK,
    );
  });
});

function pathOf({ edges }: { edges: readonly Pick<TestEdge, 'from' | 'to'>[] }): string {
  for (const [index, edge] of edges.slice(1).entries()) expect(edge.from).toEqual(edges[index]?.to);
  return [edges[0]?.from, ...edges.map((edge) => edge.to)].map((vertex) => vertex && keyOf(vertex)).join(' > ');
}

describe('impact', () => {
  it('is what lies downstream, and all the money for it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.boolean(), async (some, number, isDatanet) => {
        const ledger = buildLedger(some);
        const { tables, edges, headBlockNumber: blockNumber } = ledger;
        const kind = isDatanet ? 'Datanet' : 'Contribution';
        const subjects = tables[kind.toLowerCase()] ?? [];
        fc.pre(subjects.length > 0);
        await storeLedger(pool, ledger);
        const subject = { kind, id: String(subjects[number % subjects.length]?.['id']) } as const;
        const scope = await loadImpactScope(db, subject, blockNumber);

        const isMine = (contributionId: unknown) =>
          isDatanet
            ? tables['contribution']?.some((row) => row['id'] === contributionId && row['datanet_id'] === subject.id)
            : contributionId === subject.id;
        const reach = (starts: LineageVertex[], names: readonly string[]): string[] => {
          const found = new Set(starts.map(keyOf));
          for (let size = -1; size !== found.size;) {
            size = found.size;
            for (const edge of edges)
              if (names.includes(edge.name) && found.has(keyOf(edge.from))) found.add(keyOf(edge.to));
          }
          return [...found];
        };
        const idsOf = (keys: string[], type: string) =>
          keys
            .filter((key) => key.startsWith(`${type}:`))
            .map((key) => key.slice(type.length + 1))
            .toSorted();
        const trained = reach(
          [subject],
          isDatanet ? ['PUBLISHED_AS', 'USED_BY', 'CLAIMED_BY', 'PRODUCED'] : ['INCLUDED_IN', 'USED_BY', 'PRODUCED'],
        );
        const trainedIds = idsOf(trained, 'Model');
        const allIds = idsOf(
          reach(
            trainedIds.map((id) => ({ kind: 'Model', id }) as const),
            ['BASE_OF'],
          ),
          'Model',
        );
        expect({
          versions: scope.versionIds.toSorted(),
          runs: scope.runIds.toSorted(),
          trained: scope.trainedModelIds.toSorted(),
          derived: scope.derivedModelIds.toSorted(),
        }).toEqual({
          versions: idsOf(trained, 'DatanetVersion'),
          runs: idsOf(trained, 'TrainingRun'),
          trained: trainedIds,
          derived: allIds.filter((id) => !trainedIds.includes(id)),
        });

        const answers = (tables['inference'] ?? []).filter((row) => allIds.includes(String(row['model_id'])));
        expect(await loadImpactAnswers(db, scope)).toEqual({
          inferenceCount: answers.length,
          feesWei: sum(answers.map((row) => row['fee_wei'])),
          payerCount: new Set(answers.map((row) => row['payer_id'])).size,
        });
        const payouts = (tables['payout'] ?? []).filter(
          (row) => row['contribution_id'] !== null && isMine(row['contribution_id']),
        );
        expect(await loadImpactPayouts(db, scope)).toEqual({
          payoutCount: payouts.length,
          paidWei: sum(payouts.map((row) => row['amount_wei'])),
          paidInferenceCount: new Set(payouts.map((row) => row['inference_id']).filter((id) => id !== null)).size,
          recipientCount: new Set(payouts.map((row) => row['recipient_id'])).size,
        });
        const shaped = edges.filter((edge) => edge.name === 'SHAPED' && isMine(edge.from.id));
        expect(await loadShapedInferenceCount(db, scope)).toBe(new Set(shaped.map((edge) => edge.to.id)).size);
      }),
      CHECK,
    );
  });
});

const sum = (values: readonly unknown[]): bigint =>
  values.reduce<bigint>((total, value) => total + BigInt(String(value)), 0n);

describe('as of a block', () => {
  it('every answer is the one that was given then', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.nat(), async (some, block, startNumber) => {
        const whole = buildLedger(some);
        const blockNumber = block % (whole.headBlockNumber + 1);
        // The steps up to the block alone, as if the chain had ended there.
        let keptCount = 0;
        while (keptCount < some.length && buildLedger(some.slice(0, keptCount + 1)).headBlockNumber <= blockNumber)
          keptCount += 1;
        const then = buildLedger(some.slice(0, keptCount), some);
        const start = pickStart(then, startNumber);

        await storeLedger(pool, then);
        // Long after: nothing but what was recorded by then may be told.
        const answered = await askEverything(whole, start, blockNumber + 1_000);
        await storeLedger(pool, whole);
        expect(await askEverything(whole, start, blockNumber)).toEqual(answered);
      }),
      CHECK,
    );
  });
});

/** All that can be asked about a block; `ledger` gives the ids. */
async function askEverything(ledger: TestLedger, start: LineageVertex, blockNumber: number): Promise<unknown> {
  const idsOf = (table: string) => (ledger.tables[table] ?? []).map((row) => String(row['id']));
  const rows: Record<string, unknown> = {};
  for (const [kind, source] of Object.entries(SOURCES)) {
    const table = kind.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
    rows[kind] = await loadRowsAsOf(db, kind, source, blockNumber, idsOf(table));
  }
  const scopes = await Promise.all([
    ...idsOf('contribution').map((id) => loadImpactScope(db, { kind: 'Contribution', id }, blockNumber)),
    ...idsOf('datanet').map((id) => loadImpactScope(db, { kind: 'Datanet', id }, blockNumber)),
  ]);
  const [scope] = scopes;
  const both: LineageDirection[] = ['UPSTREAM', 'DOWNSTREAM'];
  return {
    rows,
    scopes: scopes.map((one) => ({ ...one, blockNumber: null })),
    impact: scope && [
      await loadImpactCounts(db, scope),
      await loadImpactAnswers(db, scope),
      await loadImpactPayouts(db, scope),
      await loadShapedInferenceCount(db, scope),
    ],
    counts: await loadLedgerCounts(db, blockNumber),
    flows: await loadLedgerFlows(db, blockNumber),
    accounts: await loadAccountsAsOf(db, blockNumber, ACCOUNTS),
    proposals: await loadProposalFactsAsOf(db, blockNumber, idsOf('proposal')),
    indexes: await loadInForce(db, indexInForce, blockNumber, idsOf('model')),
    versions: await loadInForce(db, versionInForce, blockNumber, idsOf('datanet')),
    lineage: await loadLineage(db, { start, directions: both, depth: 6, limit: 100, width: 9, blockNumber }),
    degrees: await loadLineageCounts(db, [start], blockNumber),
    paths: await loadPaths(db, {
      ...{ from: start, to: { kind: 'Account', id: addressOf(1) }, maxLength: 8, limit: 20, blockNumber },
      budget: BUDGET,
    }),
  };
}

import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveChain } from './LiveChain.js';
import { startTestApi, type TestApi } from './startTestApi.js';
import { follow, type LiveEvent } from './subscribe.js';

let api: TestApi;
let db: Client;
let chain: LiveChain;
let after: string;
beforeAll(async () => {
  api = await startTestApi(4);
  db = new Client({ connectionString: api.database.url });
  await db.connect();
  chain = new LiveChain(db);
});
afterAll(async () => {
  await db?.end();
  await api?.close();
});
beforeEach(async () => {
  api.incidents.length = 0;
  after = await loadCursor();
});

async function loadCursor(): Promise<string> {
  return (await api.query('{ liveCursor }')).data.liveCursor as unknown as string;
}

const INFERENCES = `subscription ($after: String, $modelId: String, $payer: String) {
  inferences(after: $after, modelId: $modelId, payer: $payer) {
    kind blockNumber retractedFromBlock cursor node { inferenceId model { name } } } }`;

function describeEvents(events: readonly LiveEvent[]): unknown[] {
  return events.map(({ data }) => {
    const { kind, node, retractedFromBlock } = data['inferences'] as unknown as {
      kind: string;
      node: { inferenceId: string } | null;
      retractedFromBlock: number | null;
    };
    return [kind, node?.inferenceId ?? retractedFromBlock];
  });
}

describe('subscriptions', () => {
  it('tell of what is new in the order of the chain, with relations of the moment', async () => {
    const inferences = follow(api.url, INFERENCES, { after });
    const height = await chain.loadHeight();
    const first = await chain.addBlock(height + 1, 3);
    await db.query(`UPDATE model SET name = 'Renamed' WHERE id = '2'`);
    const second = await chain.addBlock(height + 2, 2);
    const events = await inferences.waitFor(5);
    expect(describeEvents(events)).toEqual([...first, ...second].map((id) => ['ADDED', id]));
    expect(events[4]!.data.inferences!.node!.model!.name).toBe('Renamed');
    await inferences.stop();
  });

  it('only tell of what is asked for', async () => {
    const [mine, others, nobody] = [
      follow(api.url, INFERENCES, { after, modelId: '2' }),
      follow(api.url, INFERENCES, { after, payer: '0x0000000000000000000000000000000000000B0B' }),
      follow(api.url, INFERENCES, { after, modelId: "1' OR '1'='1" }),
    ];
    const ids = await chain.addBlock((await chain.loadHeight()) + 1, 2);
    expect(describeEvents(await mine.waitFor(2))).toEqual(ids.map((id) => ['ADDED', id]));
    expect(describeEvents(await others.waitFor(2))).toEqual(ids.map((id) => ['ADDED', id]));
    expect(nobody.events).toEqual([]);
    await Promise.all([mine.stop(), others.stop(), nobody.stop()]);
  });

  it('start now without a cursor', async () => {
    const known = await chain.loadInferenceIds();
    const inferences = follow(api.url, INFERENCES);
    while (inferences.events.length === 0) await chain.addBlock((await chain.loadHeight()) + 1, 1);
    expect(known).not.toContain(inferences.events[0]!.data.inferences!.node!.inferenceId);
    await inferences.stop();
  });

  it('retract what a reorg drops, also to whoever was away, and tell what came instead', async () => {
    const height = await chain.loadHeight();
    const kept = await chain.addBlock(height + 1, 1);
    const dropped = await chain.addBlock(height + 2, 2);
    const present = follow(api.url, INFERENCES, { after });
    const away = follow(api.url, INFERENCES, { after });
    await away.waitFor(3);
    const cursor = away.events[2]!.data.inferences!.cursor as unknown as string;
    await away.stop();
    await present.waitFor(3);
    await chain.reorg(height + 2, [1]);
    const back = follow(api.url, INFERENCES, { after: cursor });
    const all = (await chain.loadInferenceIds()).at(-1);
    const told = [
      ['RETRACTED', height + 2],
      ['ADDED', all],
    ];
    expect(describeEvents(await present.waitFor(5))).toEqual([
      ...[...kept, ...dropped].map((id) => ['ADDED', id]),
      ...told,
    ]);
    expect(describeEvents(await back.waitFor(2))).toEqual(told);
    await Promise.all([present.stop(), back.stop()]);
  });

  it('notice a reorg at the same height, and one that leaves the chain shorter', async () => {
    const height = await chain.loadHeight();
    const inferences = follow(api.url, INFERENCES, { after });
    const [old] = await chain.addBlock(height + 1, 1);
    await inferences.waitFor(1);
    await chain.reorg(height + 1, [1]);
    await inferences.waitFor(3);
    const other = (await chain.loadInferenceIds()).at(-1);
    await chain.reorg(height + 1, []);
    expect(describeEvents(await inferences.waitFor(4))).toEqual([
      ['ADDED', old],
      ['RETRACTED', height + 1],
      ['ADDED', other],
      ['RETRACTED', height + 1],
    ]);
    await inferences.stop();
  });

  it('tell one entity as it is, its changes, and its verdict', async () => {
    const [id] = await chain.addBlock((await chain.loadHeight()) + 1, 1);
    const node = Buffer.from(`Inference:${id}`).toString('base64url');
    const query =
      'subscription ($id: ID!, $after: String) { entity(id: $id, after: $after) { kind cursor node { ... on Inference { verdict } } } }';
    const entity = follow(api.url, query, { id: node });
    await entity.waitFor(1);
    await chain.decide(id!, 'MISPAID');
    const events = await entity.waitFor(2);
    expect(events.map(({ data }) => data['entity'])).toMatchObject([
      { kind: 'ADDED', node: { verdict: 'PENDING' } },
      { kind: 'CHANGED', node: { verdict: 'MISPAID' } },
    ]);
    const [first, last] = events.map(({ data }) => data['entity']!['cursor']);
    const [changed, same] = [
      follow(api.url, query, { id: node, after: first }),
      follow(api.url, query, { id: node, after: last }),
    ];
    expect((await changed.waitFor(1))[0]!.data.entity).toMatchObject({ kind: 'CHANGED' });
    await chain.reorg(await chain.loadHeight(), []);
    expect((await same.waitFor(1))[0]!.data.entity).toMatchObject({ kind: 'RETRACTED', node: null });
    await Promise.all([entity.stop(), changed.stop(), same.stop()]);
  });

  it('do not lose a verdict that was being written when a cursor was made', async () => {
    const [id] = await chain.addBlock((await chain.loadHeight()) + 1, 1);
    const engine = new Client({ connectionString: api.database.url });
    await engine.connect();
    await chain.decide(id!, 'OVERPAID', engine);
    const cursor = await loadCursor();
    await engine.query('COMMIT');
    await engine.end();
    const verdicts = follow(
      api.url,
      'subscription ($after: String) { verdictChanges(after: $after) { kind node { verdict } } }',
      { after: cursor },
    );
    expect((await verdicts.waitFor(1))[0]!.data.verdictChanges).toEqual({
      kind: 'ADDED',
      node: { verdict: 'OVERPAID' },
    });
    await verdicts.stop();
  });

  it('tell a verdict again that a reorg took back and that holds on the new branch', async () => {
    const height = await chain.loadHeight();
    const [id] = await chain.addBlock(height + 1, 1);
    await chain.decide(id!, 'UNPAID');
    // The engine has not seen this payout yet when it is dropped.
    await chain.addBlock(height + 2, 0, [id!]);
    const verdicts = follow(
      api.url,
      'subscription ($after: String) { verdictChanges(after: $after) { kind blockNumber retractedFromBlock } }',
      { after },
    );
    await verdicts.waitFor(1);
    await chain.reorg(height + 2, [0]);
    expect((await verdicts.waitFor(3)).map(({ data }) => data['verdictChanges'])).toEqual([
      { kind: 'ADDED', blockNumber: height + 2, retractedFromBlock: null },
      { kind: 'RETRACTED', blockNumber: height + 1, retractedFromBlock: height + 2 },
      { kind: 'ADDED', blockNumber: height + 1, retractedFromBlock: null },
    ]);
    await verdicts.stop();
  });

  it('go on when the connection that listens breaks', async () => {
    const inferences = follow(api.url, INFERENCES, { after });
    const [first] = await chain.addBlock((await chain.loadHeight()) + 1, 1);
    await inferences.waitFor(1);
    await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary-api-listen' AND datname = current_database()`,
    );
    const [second] = await chain.addBlock((await chain.loadHeight()) + 1, 1);
    expect(describeEvents(await inferences.waitFor(2))).toEqual([
      ['ADDED', first],
      ['ADDED', second],
    ]);
    await inferences.stop();
  });

  it('end with a code when the cursor is of a chain that is gone, or lies too far behind', async () => {
    const gone = follow(api.url, INFERENCES, { after: edit(after, (content) => (content[2] = [[5, 'a'.repeat(16)]])) });
    await gone.waitForEnd();
    const code = (one: typeof gone) => one.errors[0]?.extensions.code ?? one.events[0]?.errors?.[0]?.extensions.code;
    expect(code(gone)).toBe('CURSOR_EXPIRED');

    const height = await chain.loadHeight();
    await db.query(
      `INSERT INTO inference SELECT (jsonb_populate_record(i, jsonb_build_object('id', 'x' || n, 'block_number', $1::int, 'log_index', n))).*
       FROM inference i, generate_series(1, 10001) AS n WHERE i.id = '1'`,
      [height + 1],
    );
    const late = follow(api.url, INFERENCES, { after });
    await late.waitForEnd();
    expect(code(late)).toBe('CURSOR_TOO_OLD');
    await db.query(`DELETE FROM inference WHERE id LIKE 'x%'`);
  });

  it.each<[string, (cursor: string) => string]>([
    ['no base64', () => '💧'],
    ['nothing', () => ''],
    ['20,000 letters', () => 'A'.repeat(20_000)],
    ['NUL', () => '\0'],
    ['another version', (cursor) => edit(cursor, (content) => (content[0] = 99))],
    ['another subscription', (cursor) => edit(cursor, (content) => (content[1] = 'newBlocks'))],
    ['too few parts', (cursor) => edit(cursor, (content) => content.pop())],
    ['a height that is text', (cursor) => edit(cursor, (content) => (content[2] = [['1', 'a'.repeat(16)]]))],
    ['a height beyond int4', (cursor) => edit(cursor, (content) => (content[2] = [[2 ** 40, 'a'.repeat(16)]]))],
    ['a hash that is SQL', (cursor) => edit(cursor, (content) => (content[2] = [[1, "') OR true --"]]))],
    ['a thousand blocks', (cursor) => edit(cursor, (content) => (content[2] = Array(1_000).fill([1, 'a'.repeat(16)])))],
    ['a place that is negative', (cursor) => edit(cursor, (content) => (content[3] = -1))],
    ['a snapshot that is none', (cursor) => edit(cursor, (content) => (content[4] = ['1:2:3,x', 1]))],
    ['a snapshot out of order', (cursor) => edit(cursor, (content) => (content[4] = ['9:2:', 1]))],
    ['a snapshot whose list is out of order', (cursor) => edit(cursor, (content) => (content[4] = ['1:9:5,3', 1]))],
    ['a time beyond time', (cursor) => edit(cursor, (content) => (content[4] = ['1:9:', 9e18]))],
    ['a page that is none', (cursor) => edit(cursor, (content) => (content[5] = ['1:9:', 1, -5, 1, 1]))],
    ['places that are none', (cursor) => edit(cursor, (content) => (content[6] = [[1, '1:0:', 1]]))],
    ['an object', () => Buffer.from('{"length":8}').toString('base64url')],
  ])('refuse a cursor of %s', async (_name, forge) => {
    const inferences = follow(api.url, INFERENCES, { after: forge(after) });
    await inferences.waitForEnd();
    expect(inferences.errors[0] ?? inferences.events[0]?.errors?.[0]).toMatchObject({
      extensions: { code: 'BAD_CURSOR' },
    });
  });

  it.each([
    ['a query', '{ liveCursor }', 'SUBSCRIPTIONS_ONLY'],
    ['two things at once', 'subscription { newBlocks { kind } inferences { kind } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['what is not there', 'subscription { passwords }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an id that is none', 'subscription { entity(id: "💧") { kind } }', 'BAD_NODE_ID'],
    [
      'too much',
      `subscription { inferences { node { payouts(first: 100) { nodes { inference { payouts(first: 100) { nodes { inference { payouts(first: 100) { nodes { id } } } } } } } } } } }`,
      'OPERATION_TOO_LARGE',
    ],
    ['too many tokens', `subscription { inferences { ${'kind '.repeat(4_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
  ])('refuse %s', async (_name, query, code) => {
    const refused = follow(api.url, query);
    await refused.waitForEnd();
    expect(refused.errors[0] ?? refused.events[0]?.errors?.[0]).toMatchObject({ extensions: { code } });
    expect(api.incidents).toEqual([]);
  });

  it('end when their client has spent its points; it goes on later where it stood', async () => {
    const dear = await startTestApi(4, { safety: { costPointsPerMinute: 12 } });
    const writer = new Client({ connectionString: dear.database.url });
    await writer.connect();
    const ledger = new LiveChain(writer);
    const inferences = follow(dear.url, INFERENCES);
    while (!inferences.isDone) await ledger.addBlock((await ledger.loadHeight()) + 1, 1);
    expect(inferences.events.length).toBeGreaterThan(0);
    expect(inferences.errors[0]).toMatchObject({ extensions: { code: 'COST_BUDGET_SPENT' } });
    await writer.end();
    await dear.close();
  });

  it('are refused over HTTP with a code', async () => {
    const { errors, status } = await api.query('subscription { newBlocks { kind } }');
    expect(status).toBeLessThan(500);
    expect(errors?.[0]?.extensions.code).toBeDefined();
  });
});

/** A cursor with other content. */
function edit(cursor: string, change: (content: unknown[]) => unknown): string {
  const content = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  content[1] = 'inferences';
  change(content);
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

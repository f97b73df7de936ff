import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, PortTakenError } from '../src/createServer.js';
import { hash } from './ledger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(12, { statementTimeoutMs: 300 });
});
afterAll(() => api?.close());

/** Nothing of the inside: no stack frames, no SQL, no file, no driver fields. */
const INSIDE = /\bat .*\(|\.[jt]s:|node_modules|SELECT |FROM |severity|stacktrace|pg_/;

const codesOf = (answer: { errors: { extensions: { code: string } }[] | undefined }) =>
  answer.errors?.map((error) => error.extensions.code);

describe('hostile requests', () => {
  it('refuses what is too deep', async () => {
    const query = `{ model(modelId: "2") ${'{ baseModel '.repeat(13)} { name } ${'}'.repeat(13)} }`;
    const answer = await api.query(query);
    expect([answer.status, codesOf(answer)]).toEqual([400, ['OPERATION_TOO_LARGE']]);
  });

  it('lets a tool introspect', async () => {
    const { getIntrospectionQuery } = await import('graphql/index.js');
    const answer = await api.query(getIntrospectionQuery());
    expect(answer.errors).toBeUndefined();
  });

  it('refuses too many aliases, also through fragments', async () => {
    const plain = await api.query(`{ ${Array.from({ length: 60 }, (_, k) => `a${k}: network { name }`).join(' ')} }`);
    expect(codesOf(plain)).toEqual(['OPERATION_TOO_LARGE']);
    // Six fragments that each spread the next one twice under an alias: 2 + 4 + … + 64 aliases once spread.
    const fragments = Array.from(
      { length: 6 },
      (_, k) => `fragment F${k} on Model { x${k}: baseModel { ...F${k + 1} } y${k}: baseModel { ...F${k + 1} } }`,
    );
    const nested = await api.query(
      `{ model(modelId: "1") { ...F0 } } ${fragments.join(' ')} fragment F6 on Model { name }`,
    );
    expect(codesOf(nested)).toEqual(['OPERATION_TOO_LARGE']);
  });

  it('refuses more nodes than a response may hold, with literals, variables, defaults and fragments', async () => {
    const literal = await api.query(
      '{ models(first: 100) { nodes { inferences(first: 100) { nodes { payouts(first: 100) { nodes { id } } } } } } }',
    );
    expect(codesOf(literal)).toEqual(['OPERATION_TOO_LARGE']);
    const variables = await api.query(
      'query ($n: Int) { models(first: $n) { nodes { inferences(first: $n) { nodes { payouts(first: $n) { nodes { id } } } } } } }',
      { n: 100 },
    );
    expect(codesOf(variables)).toEqual(['OPERATION_TOO_LARGE']);
    const hidden = await api.query(`{ models { ...M } }
      fragment M on ModelConnection { nodes { inferences { ...I } } }
      fragment I on InferenceConnection { nodes { payouts { ...P } } }
      fragment P on PayoutConnection { nodes { recipient { payouts { nodes { id } } } } }`);
    expect(codesOf(hidden)).toEqual(['OPERATION_TOO_LARGE']);
  });

  it('refuses too many tokens, too many bytes, and no JSON', async () => {
    expect(codesOf(await api.query(`{ ${'network { name } '.repeat(2_000)} }`))).toEqual(['GRAPHQL_PARSE_FAILED']);
    const big = await api.query(`{ network { name } } # ${'x'.repeat(70_000)}`);
    expect([big.status, codesOf(big)]).toEqual([413, ['BODY_TOO_LARGE']]);
    for (const [type, body] of [
      ['application/json', '{'],
      ['application/json', 'null'],
      ['text/plain', '{ network { name } }'],
    ] as const) {
      const response = await fetch(api.url, { method: 'POST', headers: { 'content-type': type }, body });
      const text = await response.text();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(text).not.toMatch(INSIDE);
    }
  });

  it.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ inferences(verdict: NONE) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ inference(inferenceId: "a\\u0000b") { id } }', 'BAD_TEXT'],
    [`{ search(text: "${'x'.repeat(257)}") { matched } }`, 'BAD_SEARCH'],
    ['{ search(text: "x", first: 1000) { matched } }', 'BAD_PAGE_SIZE'],
    ['mutation { deleteAll }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('answers %s with %s and nothing of the inside', async (query, code) => {
    const answer = await api.query(query);
    expect(codesOf(answer), answer.text).toEqual([code]);
    expect(answer.text).not.toMatch(INSIDE);
  });

  it('hides a defect behind an incident id', async () => {
    const admin = new Client({ connectionString: api.database.url });
    await admin.connect();
    await admin.query(`UPDATE inference SET transcript_digest = 'not a digest' WHERE id = '1'`);
    const answer = await api.query('{ inference(inferenceId: "1") { inferenceId transcriptDigest { cid } } }');
    await admin.query(`UPDATE inference SET transcript_digest = $1 WHERE id = '1'`, [hash('t1')]);
    await admin.end();
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.errors?.[0]?.extensions.incidentId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.text).not.toMatch(/not a digest|MalformedDigest/);
    expect(String(api.incidents.at(-1))).toMatch(/not a digest/);
  });

  it('gives up a question that takes too long', async () => {
    const admin = new Client({ connectionString: api.database.url });
    await admin.connect();
    await admin.query('BEGIN; LOCK TABLE inference IN ACCESS EXCLUSIVE MODE');
    const answer = await api.query('{ inferences { nodes { id } } }');
    await admin.query('ROLLBACK');
    await admin.end();
    expect(codesOf(answer)).toEqual(['TIMEOUT']);
    expect(answer.text).not.toMatch(INSIDE);
  });

  it('cannot write, even through its own connection', async () => {
    const { createReadDatabase, sql } = await import('@tributary/db');
    const db = createReadDatabase({ url: api.readOnlyUrl, statementTimeoutMs: 1_000, maxConnections: 1 });
    const adminSession = createReadDatabase({ url: api.database.url, statementTimeoutMs: 1_000, maxConnections: 1 });
    try {
      await expect(db.load(sql`DELETE FROM payout`)).rejects.toThrow(/permission denied|read-only/);
      // The session is read only whatever the role may do.
      await expect(adminSession.load(sql`DELETE FROM payout`)).rejects.toThrow(/read-only transaction/);
    } finally {
      await db.close();
      await adminSession.close();
    }
  });
});

describe('the server', () => {
  it('answers health checks and unknown paths without details', async () => {
    const origin = new URL(api.url).origin;
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' });
    const missing = await fetch(`${origin}/nothing/../../etc/passwd`);
    expect([missing.status, await missing.json()]).toMatchObject([
      404,
      { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    ]);
    expect(missing.headers.get('x-powered-by')).toBeNull();
  });

  it('serves GraphiQL that refers to nothing elsewhere', async () => {
    const response = await fetch(api.url, { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    const head = page.slice(0, page.indexOf('<script'));
    expect(head + page.slice(-2_000)).not.toMatch(/(src|href)="?(https?:)?\/\//);
    expect(page).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)=["'](https?:)?\/\/[^"']+["'][^>]*>(?!.*`)/);
    expect(page).toContain('LatestAnswers');
  });

  it('says that the database is away, and recovers by itself', async () => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const server = await createServer({
      databaseUrl: `postgres://nobody:secret@127.0.0.1:${port}/none`,
      network: { chainId: 1, name: 'x', nativeSymbol: 'X' },
      port: 0,
      reportError: () => undefined,
    });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ network { name datanetCount } }' }),
    });
    const text = await response.text();
    expect(text).toContain('DATABASE_UNAVAILABLE');
    expect(text).not.toMatch(/secret|127\.0\.0\.1|ECONN/);
    await server.close();

    const admin = new Client({ connectionString: api.database.url });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary-api' AND datname = current_database()`,
    );
    await admin.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const recovered = await api.query('{ network { datanetCount } }');
    expect(recovered.data, String(api.incidents.at(-1))).toEqual({ network: { datanetCount: 2 } });
  });

  it('names the port that is taken', async () => {
    const port = Number(new URL(api.url).port);
    const config = {
      databaseUrl: api.database.url,
      network: { chainId: 1, name: 'x', nativeSymbol: 'X' },
      port,
      reportError: () => undefined,
    };
    await expect(createServer(config)).rejects.toThrow(PortTakenError);
  });
});

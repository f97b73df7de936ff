import { connect } from 'node:net';
import { Client } from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ServerConfig } from '../src/createServer.js';
import { DEFAULT_OPERATION_LIMITS } from '../src/limitOperation.js';
import { hashDocument } from '../src/safety/loadSafelist.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(config: Partial<ServerConfig> = {}, inferenceCount = 3): Promise<TestApi> {
  const api = await startTestApi(inferenceCount, config);
  ends.push(() => api.close());
  return api;
}

async function connectAdmin(api: TestApi): Promise<Client> {
  const admin = new Client({ connectionString: api.database.url });
  await admin.connect();
  ends.push(() => admin.end());
  return admin;
}

const post = (api: TestApi, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const NETWORK = '{ network { name } }';
const INFERENCES = '{ inferences { nodes { id } } }';
const RUNNING = `SELECT pid FROM pg_stat_activity
  WHERE application_name = 'tributary-api' AND datname = current_database() AND state = 'active'`;

const WHOLE_SCHEMA =
  'types { fields { name description args { name type { name ofType { name ofType { name } } } } } }';

describe('time', () => {
  it('ends an operation at its deadline, and what runs in Postgres with it', async () => {
    const api = await start({ statementTimeoutMs: 60_000, safety: { operationTimeoutMs: 400 } });
    const admin = await connectAdmin(api);
    const watcher = await connectAdmin(api);
    await admin.query('BEGIN; LOCK TABLE inference IN ACCESS EXCLUSIVE MODE');
    const answer = await api.query(INFERENCES);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['TIMEOUT']);
    expect(answer.errors?.[0]?.message).toMatch(/400 ms; ask for less/);
    await vi.waitFor(async () => expect((await watcher.query(RUNNING)).rowCount).toBe(0), { timeout: 10_000 });
    await admin.query('ROLLBACK');
    expect((await api.query(INFERENCES)).errors).toBeUndefined();
    expect(api.incidents).toEqual([]);
  });

  it('cancels the statement of a client that hangs up, and reports nothing', async () => {
    const api = await start({ statementTimeoutMs: 60_000 });
    const admin = await connectAdmin(api);
    const watcher = await connectAdmin(api);
    await admin.query('BEGIN; LOCK TABLE inference IN ACCESS EXCLUSIVE MODE');
    const aborter = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: INFERENCES });
    const asked = fetch(api.url, { method: 'POST', headers, body, signal: aborter.signal }).catch(() => 'gone');
    await vi.waitFor(async () => expect((await watcher.query(RUNNING)).rowCount).toBe(1), { timeout: 10_000 });
    aborter.abort();
    expect(await asked).toBe('gone');
    await vi.waitFor(async () => expect((await watcher.query(RUNNING)).rowCount).toBe(0), { timeout: 10_000 });
    await admin.query('ROLLBACK');
    expect((await api.query(INFERENCES)).errors).toBeUndefined();
    expect(api.incidents).toEqual([]);
  });

  it('lets heavy operations wait for their turn and not longer than their time; light ones go on', async () => {
    const api = await start({ statementTimeoutMs: 60_000, safety: { operationTimeoutMs: 1_500 } });
    const admin = await connectAdmin(api);
    const watcher = await connectAdmin(api);
    await admin.query('BEGIN; LOCK TABLE inference IN ACCESS EXCLUSIVE MODE');
    const heavy = Array.from({ length: 70 }, (_, k) =>
      api.query(`{ inferences(first: 100) { nodes { payouts(first: ${30 + k}) { nodes { id } } } } }`),
    );
    await vi.waitFor(async () => expect((await watcher.query(RUNNING)).rowCount).toBe(4), { timeout: 10_000 });
    expect((await api.query('{ models { nodes { name } } }')).errors).toBeUndefined();
    const answers = await Promise.all(heavy);
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code);
    expect(codes.filter((code) => code === 'TIMEOUT')).toHaveLength(68);
    expect(codes.filter((code) => code === 'BUSY')).toHaveLength(2);
    // Those that ran have an answer in part; the others were refused.
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
    await admin.query('ROLLBACK');
    expect(
      (await api.query('{ inferences(first: 100) { nodes { payouts(first: 100) { nodes { id } } } } }')).errors,
    ).toBeUndefined();
    expect(api.incidents).toEqual([]);
  });

  it('cuts off who sends a request byte by byte', async () => {
    const api = await start({ safety: { requestWithinMs: 500 } });
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"query`,
    );
    const drip = setInterval(() => socket.write(' '), 100);
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    await new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect((await api.query(NETWORK)).errors).toBeUndefined();
  });
});

describe('size', () => {
  it('reads only so many bytes for one operation', async () => {
    const api = await start({ safety: { maxResponseBytes: 20_000 } }, 12);
    const admin = await connectAdmin(api);
    await admin.query(`UPDATE inference SET transcript_uri = repeat('x', 20000)`);
    const answer = await api.query('{ inferences(first: 10) { nodes { inferenceId } } }');
    expect(answer.errors?.[0]?.extensions.code).toBe('RESPONSE_TOO_LARGE');
    expect(answer.text.length).toBeLessThan(1_000);
  });

  it('gives no answer above the limit when one row is shown many times', async () => {
    const api = await start({ safety: { maxResponseBytes: 20_000 } }, 12);
    const admin = await connectAdmin(api);
    await admin.query(`UPDATE model SET artifact_uri = repeat('x', 3000)`);
    const answer = await api.query('{ inferences(first: 10) { nodes { model { artifactUri } } } }');
    expect([answer.status, answer.data, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([
      400,
      undefined,
      ['RESPONSE_TOO_LARGE'],
    ]);
    expect((await api.query('{ inferences(first: 2) { nodes { model { artifactUri } } } }')).errors).toBeUndefined();
  });

  it.each([
    [
      'fields',
      `{ inferences(first: 100) { nodes { payouts(first: 100) { nodes { ${'amountWei '.repeat(25)} } } } } }`,
      {},
    ],
    ['cost', '{ models(first: 100) { nodes { inferences(first: 1) { totalCount } } } }', { cost: 1_500 }],
    [
      'introspection',
      `{ ${Array.from({ length: 20 }, (_, k) => `t${k}: __schema { ${WHOLE_SCHEMA} }`).join(' ')} }`,
      {},
    ],
  ])('refuses too much by %s', async (what, query, limits) => {
    const api = await start({ operationLimits: { ...DEFAULT_OPERATION_LIMITS, ...limits } });
    const answer = await api.query(query);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['OPERATION_TOO_LARGE']);
    expect(answer.errors?.[0]?.message).toContain(`the operation has ${what} `);
  });
});

describe('a budget', () => {
  const budget = { costPointsPerMinute: 100, budgetExempt: ['192.0.2.0/24'], trustedProxies: ['loopback'] };
  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('is told in headers, ends with 429, and is of one address only', async () => {
    const api = await start({ safety: budget });
    const first = await post(api, { query: INFERENCES }, from('198.51.100.1'));
    // 5 to be asked at all, 5 for the page, and for the connection and each of its 20 entries one.
    expect(first.headers.get('x-operation-cost')).toBe('26');
    expect(first.headers.get('x-cost-remaining')).toBe('69');
    await post(api, { query: INFERENCES }, from('198.51.100.1'));
    await post(api, { query: INFERENCES }, from('198.51.100.1'));
    const spent = await post(api, { query: INFERENCES }, from('198.51.100.1'));
    expect(spent.status).toBe(429);
    expect(Number(spent.headers.get('retry-after'))).toBeGreaterThan(0);
    const { errors } = (await spent.json()) as { errors: [{ extensions: Record<string, unknown> }] };
    expect(errors[0].extensions).toEqual({
      code: 'COST_BUDGET_SPENT',
      retryAfterSeconds: Number(spent.headers.get('retry-after')),
    });
    expect((await post(api, { query: INFERENCES }, from('198.51.100.2'))).status).toBe(200);
    expect(api.incidents).toEqual([]);
  });

  it('is spent by refused requests too, without parsing them in the end', async () => {
    const api = await start({ safety: budget });
    const statuses: number[] = [];
    for (let count = 0; count < 22; count++) statuses.push((await post(api, '[]', from('198.51.100.3'))).status);
    expect(statuses.slice(0, 20).every((status) => status === 400)).toBe(true);
    expect(statuses.slice(20)).toEqual([429, 429]);
  });

  it('is not spent by those that are exempt, and is one for all addresses of a subscriber', async () => {
    const api = await start({ safety: budget });
    for (let count = 0; count < 6; count++)
      expect((await post(api, { query: INFERENCES }, from('192.0.2.7'))).status).toBe(200);
    const statuses = [];
    for (const host of ['1', '2:3', 'ffff', '9'])
      statuses.push((await post(api, { query: INFERENCES }, from(`2001:db8::${host}`))).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('does not believe a forwarded address of anybody, and exempts nobody behind a proxy it does not know', async () => {
    const api = await start({ safety: { ...budget, trustedProxies: [], budgetExempt: ['127.0.0.0/8'] } });
    const statuses = [];
    for (let host = 1; host < 6; host++)
      statuses.push((await post(api, { query: INFERENCES }, from(`198.51.100.${host}`))).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await post(api, { query: INFERENCES })).status).toBe(200);
  });
});

describe('a list of operations', () => {
  const safety = { safelist: new Map([[hashDocument(NETWORK), NETWORK]]) };
  const persisted = { persistedQuery: { version: 1, sha256Hash: hashDocument(NETWORK) } };

  it('answers what is on it, by text and by hash, and nothing else', async () => {
    const api = await start({ safety });
    for (const body of [{ query: NETWORK }, { extensions: persisted }, { query: NETWORK, extensions: persisted }])
      expect(await (await post(api, body)).json()).toEqual({ data: { network: { name: 'Test' } } });
    for (const body of [
      { query: `${NETWORK} ` },
      { query: INFERENCES, extensions: persisted },
      { extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } },
      {},
    ]) {
      const response = await post(api, body);
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { errors: [{ extensions: { code: 'OPERATION_NOT_LISTED' } }] },
      ]);
    }
  });

  it('holds for GET too, and serves no console', async () => {
    const api = await start({ safety });
    const get = (search: Record<string, string>) =>
      fetch(`${api.url}?${new URLSearchParams(search)}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await (await get({ query: NETWORK })).json()).toEqual({ data: { network: { name: 'Test' } } });
    expect((await get({ extensions: JSON.stringify(persisted) })).status).toBe(200);
    expect((await get({ query: INFERENCES })).status).toBe(400);
    expect((await get({ extensions: '{' })).status).toBe(400);
    const page = await fetch(api.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('<html');
  });
});

describe('what is not told', () => {
  it('tells nothing of the schema when introspection is off', async () => {
    const api = await start({ safety: { isIntrospectionOn: false } });
    expect((await api.query('{ __schema { types { name } } }')).errors?.[0]?.extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    const guess = await api.query('{ inferencez { totalCount } }');
    expect(guess.text).not.toContain('Did you mean');
    expect((await api.query(NETWORK)).data).toEqual({ network: { name: 'Test' } });
    const page = await fetch(api.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('<html');
  });

  it('lets pages of any origin read, without credentials, or of some only', async () => {
    const open = await start();
    const preflight = (api: TestApi, origin: string) =>
      fetch(api.url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const answer = await preflight(open, 'https://a.example');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const closed = await start({ safety: { corsOrigins: ['https://b.example'] } });
    expect((await preflight(closed, 'https://a.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(closed, 'https://b.example')).headers.get('access-control-allow-origin')).toBe(
      'https://b.example',
    );
  });

  it('refuses what another site’s form could send', async () => {
    const api = await start();
    const simple = await fetch(`${api.url}?query=${encodeURIComponent(NETWORK)}`);
    expect(simple.status).toBe(400);
    const form = await post(api, `query=${encodeURIComponent(NETWORK)}`, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBe(400);
  });

  it('sends headers that keep an answer from being run, framed or sniffed', async () => {
    const api = await start();
    for (const response of [await post(api, { query: NETWORK }), await fetch(new URL('/nothing', api.url))]) {
      const headers = Object.fromEntries(response.headers);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'cross-origin',
      });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });
});

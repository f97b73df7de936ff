/** What the API shows to those who run it, and how it ends, as the process that is deployed. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterEach, expect, it, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../lib/main.js', import.meta.url));
const OPERATIONS_PAGE = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
const PATIENCE = { timeout: 20_000, interval: 50 };

interface ApiProcess {
  child: ChildProcess;
  url: string;
  operationsUrl: string;
  exited: Promise<number | null>;
  getOutput(): string;
}

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function openDatabase(): Promise<{ database: TestDatabase; url: string }> {
  const database = await createTestDatabase();
  ends.push(() => database.close());
  return { database, url: await database.createReadOnlyUrl() };
}

/** A server that takes connections and never says a word. */
async function openSilentServer(): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  const server: Server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `postgres://reader@127.0.0.1:${(server.address() as AddressInfo).port}/ledger`;
}

async function start(databaseUrl: string, env: Record<string, string> = {}): Promise<ApiProcess> {
  const child = fork(MAIN, {
    silent: true,
    env: { PATH: process.env['PATH'], API_DATABASE_URL: databaseUrl, API_PORT: '0', CHAIN_ID: '31337', ...env },
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += String(chunk)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  ends.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const ready = await new Promise<{ url: string; operationsUrl: string }>((resolve) =>
    child.once('message', (message) => resolve(message as never)),
  );
  return { child, ...ready, exited, getOutput: () => output };
}

const fetchHealth = async ({ operationsUrl }: ApiProcess): Promise<unknown> => {
  const response = await fetch(`${operationsUrl}/healthz`);
  return { code: response.status, ...((await response.json()) as object) };
};
const ask = (api: ApiProcess, query: string): Promise<unknown> => {
  const headers = { 'content-type': 'application/json' };
  return fetch(api.url, { method: 'POST', headers, body: JSON.stringify({ query }) }).then((response) =>
    response.json(),
  );
};

it('is well while its database answers, and ill without it; it still lives', async () => {
  const { database, url } = await openDatabase();
  const api = await start(url);
  expect(await fetchHealth(api)).toMatchObject({
    code: 200,
    service: 'api',
    status: 'ok',
    checks: [{ name: 'database', ok: true, detail: 'nothing is indexed yet' }],
  });
  await database.close();
  await vi.waitFor(
    async () => expect(await fetchHealth(api)).toMatchObject({ code: 503, checks: [{ name: 'database', ok: false }] }),
    PATIENCE,
  );
  expect((await fetch(`${api.operationsUrl}/livez`)).status).toBe(200);
  expect(JSON.stringify(await fetchHealth(api))).not.toContain(new URL(url).password);
});

it('has the metrics that its page of documentation lists, and no others', async () => {
  const { url } = await openDatabase();
  const api = await start(url);
  await ask(api, '{ network { indexedBlockNumber } }');
  const text = await (await fetch(`${api.operationsUrl}/metrics`)).text();
  const served = [...text.matchAll(/^# TYPE (tributary_\w+)/gm)].map(([, name]) => name).sort();
  const documented = [
    ...readFileSync(OPERATIONS_PAGE, 'utf8').matchAll(/^\| `(tributary_\w+)[^|]*\| [^|]*\b(?:api|all)\b/gm),
  ].map(([, name]) => name);
  expect(served).toEqual(documented.sort());
  expect(text).toMatch(/^tributary_api_statements_total [1-9]/m);
});

it('measures operations by name and errors by code, and tells strangers only so many names apart', async () => {
  const { url } = await openDatabase();
  const api = await start(url);
  await ask(api, 'query Head { network { indexedBlockNumber } }');
  await ask(api, '{ network { indexedBlockNumber } }');
  await ask(api, '{ nothing }');
  for (let i = 0; i < 70; i++) await ask(api, `query Q${i} { network { chainId } }`);
  const text = await (await fetch(`${api.operationsUrl}/metrics`)).text();
  expect(text).toMatch(/^tributary_api_request_seconds_count\{operation="Head",outcome="ok"\} 1$/m);
  expect(text).toMatch(/^tributary_api_request_seconds_count\{operation="anonymous",outcome="ok"\} 1$/m);
  expect(text).toMatch(/^tributary_api_request_seconds_count\{operation="anonymous",outcome="error"\} 1$/m);
  expect(text).toMatch(/^tributary_api_request_seconds_count\{operation="other",outcome="ok"\} 7$/m);
  expect(text).not.toContain('Q69');
  expect(text).toMatch(/^tributary_api_errors_total\{code="GRAPHQL_VALIDATION_FAILED"\} 1$/m);
  expect(text).toMatch(/^tributary_database_connections\{state="idle"\} [1-9]/m);
});

it('answers who has asked already before it ends with 0, and takes nobody new', async () => {
  const { database, url } = await openDatabase();
  const api = await start(url);
  const holder = new Client({ connectionString: database.url });
  await holder.connect();
  ends.push(() => holder.end());
  await holder.query('begin; lock table block in access exclusive mode');
  const answer = ask(api, '{ network { indexedBlockNumber } }');
  const waiting = "select from pg_locks where relation = 'block'::regclass and not granted";
  await vi.waitFor(async () => expect((await holder.query(waiting)).rowCount).toBe(1), PATIENCE);
  api.child.kill('SIGTERM');
  await vi.waitFor(async () => await expect(ask(api, '{ network { chainId } }')).rejects.toThrow(), PATIENCE);
  await holder.query('commit');
  expect(await answer).toEqual({ data: { network: { indexedBlockNumber: null } } });
  expect(await api.exited).toBe(0);
});

it('ends with 0 when it is told to, and its lines are objects where that is asked for', async () => {
  const { url } = await openDatabase();
  const api = await start(url, { LOG_FORMAT: 'json' });
  api.child.kill('SIGTERM');
  expect(await api.exited).toBe(0);
  const lines = api.getOutput().trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records.every(({ service, time }) => service === 'api' && typeof time === 'string')).toBe(true);
  expect(records.map(({ message }) => message)).toEqual(expect.arrayContaining(['stopping: SIGTERM', 'stopped']));
});

it('a second signal ends it at once, whatever it waits for', async () => {
  const api = await start(await openSilentServer());
  void ask(api, '{ network { indexedBlockNumber } }').catch(() => undefined);
  await vi.waitFor(async () => expect(await fetchHealth(api)).toMatchObject({ status: 'failing' }), PATIENCE);
  api.child.kill('SIGTERM');
  await vi.waitFor(async () => expect(await fetchHealth(api)).toMatchObject({ status: 'stopping' }), PATIENCE);
  api.child.kill('SIGTERM');
  expect(await api.exited).toBe(143);
});

/** More than a thousand requests that nobody means well with: each is refused by a documented code, or answered. */
import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCorpus } from '../bench/hostile/buildCorpus.js';
import { fireRequest, type FiredRequest } from '../bench/hostile/fireRequest.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const PAGE = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
/** First cells of the table of errors; a cell may hold several codes. */
const DOCUMENTED = new Set(
  [...PAGE.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/[A-Z_]+/g)].map(String),
  ),
);
/** Nothing of the inside: no stack frames, no SQL, no files, no driver's words. */
const INSIDE = /\bat .*\(.*:\d+:\d+\)|node_modules|SELECT |severity|stacktrace|pg_catalog|syntax error at or near/;
/** Bodies above the limit are answered while they are still being sent; the client may see the end before the answer. */
const MAY_BE_CUT = /MB|10,000|10000/;

let api: TestApi;
const fired: FiredRequest[] = [];
beforeAll(async () => {
  api = await startTestApi(60);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const origin = new URL(api.url).origin;
  const waiting = buildCorpus();
  const work = async () => {
    for (let request = waiting.pop(); request !== undefined; request = waiting.pop())
      fired.push(await fireRequest(origin, request, agent));
  };
  await Promise.all(Array.from({ length: 4 }, work));
  agent.destroy();
});
afterAll(() => api?.close());

const describeFired = ({ request, status, codes, text }: FiredRequest) =>
  `${request.kind}: ${request.name} → ${status} ${codes.join()} ${text.slice(0, 200)}`;
const listThose = (isOdd: (each: FiredRequest) => boolean) => fired.filter(isOdd).map(describeFired);

it('is a thousand and more, of every kind, most of them refused', () => {
  expect(fired.length).toBeGreaterThanOrEqual(1_000);
  expect(new Set(fired.map(({ request }) => request.kind)).size).toBeGreaterThanOrEqual(15);
  expect(fired.filter(({ codes }) => codes.length > 0).length).toBeGreaterThan(fired.length / 3);
});

it('is always answered, never by a defect', () => {
  expect(listThose(({ status, request }) => status === null && !MAY_BE_CUT.test(request.name))).toEqual([]);
  expect(listThose(({ status }) => status !== null && status >= 500)).toEqual([]);
  expect(api.incidents).toEqual([]);
});

it('is refused by documented codes only', () => {
  expect(DOCUMENTED.size).toBeGreaterThan(15);
  expect(listThose(({ codes }) => codes.some((code) => !DOCUMENTED.has(code)))).toEqual([]);
});

it('is refused by classes whose codes are all documented, also those that no request here meets', () => {
  const sources = fileURLToPath(new URL('../src', import.meta.url));
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const text = files.map((name) => readFileSync(`${sources}/${name}`, 'utf8')).join('\n');
  const codes = [...text.matchAll(/code(?: =|:) '([A-Z_]+)'|(?:sendError|refuseUpgrade)\(\w+, \d+, '([A-Z_]+)'/g)];
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.map(([, one, other]) => one ?? other!).filter((code) => !DOCUMENTED.has(code))).toEqual([]);
});

it('learns nothing of the inside', () => {
  const isPage = ({ text }: FiredRequest) => text.startsWith('\n') || text.includes('<!doctype html>');
  expect(listThose((each) => !isPage(each) && INSIDE.test(each.text))).toEqual([]);
});

it('changes nothing, also what looks like SQL', async () => {
  const admin = new Client({ connectionString: api.database.url });
  await admin.connect();
  const { rows } = await admin.query<{ count: string }>('SELECT count(*) FROM inference');
  await admin.end();
  expect(rows[0]?.count).toBe('60');
  expect((await api.query('{ inference(inferenceId: "1") { inferenceId } }')).data).toEqual({
    inference: { inferenceId: '1' },
  });
});

it('does not keep others out with sockets that say nothing, or half of something', async () => {
  const { hostname, port } = new URL(api.url);
  const sockets: Socket[] = [];
  for (let count = 0; count < 300; count++) {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    if (count % 3 === 1) socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\n');
    if (count % 3 === 2) socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    sockets.push(socket);
  }
  expect((await api.query('{ network { name } }')).errors).toBeUndefined();
  for (const socket of sockets) socket.destroy();
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createRegistry } from './createRegistry.js';
import { OperationsPortTakenError } from './errors.js';
import type { HealthCheck } from './HealthChecks.js';
import { Counter } from './index.js';
import { serveOperations, type Operations, type OperationsOptions } from './serveOperations.js';

const opened: Operations[] = [];
const warnings: string[] = [];

async function open(options: Partial<OperationsOptions> = {}): Promise<Operations> {
  const registry = options.registry ?? createRegistry({ service: 'engine', version: '0.1.0', processMetrics: false });
  const log: OperationsOptions['log'] = (_, message) => void warnings.push(message);
  const operations = await serveOperations({ service: 'engine', port: 0, log, ...options, registry });
  opened.push(operations);
  return operations;
}

async function fetchHealth({ url }: Operations): Promise<{ code: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/healthz`);
  return { code: response.status, body: (await response.json()) as Record<string, unknown> };
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((operations) => operations.close()));
  warnings.length = 0;
});

const well: HealthCheck = { name: 'database', run: async () => 'at postgres://me:hunter2@db/x' };
const ill: HealthCheck = { name: 'queue', run: () => Promise.reject(new Error('refused by postgres://me:hunter2@db')) };
const stuck: HealthCheck = { name: 'node', run: () => new Promise(() => undefined) };

it('says that it is starting, then how it is, then that it is stopping', async () => {
  const operations = await open();
  expect(await fetchHealth(operations)).toMatchObject({ code: 503, body: { status: 'starting', checks: [] } });
  operations.setRunning([well]);
  expect(await fetchHealth(operations)).toEqual({
    code: 200,
    body: {
      service: 'engine',
      status: 'ok',
      uptimeSeconds: expect.any(Number),
      checks: [{ name: 'database', ok: true, detail: 'at postgres://…@db/x', elapsedMs: expect.any(Number) }],
    },
  });
  operations.setStopping();
  operations.setRunning([well]);
  expect(await fetchHealth(operations)).toMatchObject({ code: 503, body: { status: 'stopping' } });
});

it('one check that fails, or never ends, is a 503 that names it; the process still lives', async () => {
  const operations = await open();
  operations.setRunning([well, ill, stuck]);
  const { code, body } = await fetchHealth(operations);
  expect(code).toBe(503);
  expect(body).toMatchObject({
    status: 'failing',
    checks: [
      { name: 'database', ok: true },
      { name: 'queue', ok: false, detail: 'refused by postgres://…@db' },
      { name: 'node', ok: false, detail: expect.stringContaining('no answer within 2000 ms') },
    ],
  });
  expect((await fetch(`${operations.url}/livez`)).status).toBe(200);
});

it('a crowd that asks at once costs one check', async () => {
  let runs = 0;
  const operations = await open();
  operations.setRunning([{ name: 'counted', run: async () => String(++runs) }]);
  await Promise.all(Array.from({ length: 20 }, () => fetchHealth(operations)));
  expect(runs).toBe(1);
});

it('serves metrics, and those of another registry behind them without their secrets', async () => {
  const registry = createRegistry({ service: 'squid', version: '1', processMetrics: false });
  new Counter({ name: 'ours_total', help: 'Ours.', registers: [registry] }).inc(2);
  const extraMetrics = async (): Promise<string> => 'theirs{url="https://node/?key=hunter2"} 3\n';
  const operations = await open({ registry, extraMetrics });
  const response = await fetch(`${operations.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  expect(text).toMatch(/^ours_total 2$/m);
  expect(text).toMatch(/^tributary_build_info\{service="squid",version="1",node="[\d.]+"\} 1$/m);
  expect(text).toMatch(/^theirs\{url="https:\/\/node\/\?…"\} 3$/m);
});

it('serves its own metrics when the others cannot be had', async () => {
  const operations = await open({ extraMetrics: () => Promise.reject(new Error('not yet')) });
  const response = await fetch(`${operations.url}/metrics`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('tributary_build_info');
  expect(warnings).toEqual(['some metrics could not be read']);
});

it.each([
  ['GET', '/', 404],
  ['GET', '/healthz/../etc', 404],
  ['POST', '/metrics', 405],
  ['DELETE', '/healthz', 405],
])('%s %s is %i', async (method, path, code) => {
  const { url } = await open();
  expect((await fetch(url + path, { method })).status).toBe(code);
});

it('answers HEAD without a body', async () => {
  const { url } = await open();
  const response = await fetch(`${url}/livez`, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
});

it('names the port that is taken', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => stranger.once('listening', resolve));
  const { port } = stranger.address() as AddressInfo;
  await expect(open({ port })).rejects.toThrow(OperationsPortTakenError);
  await expect(open({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1`);
  await new Promise((resolve) => stranger.close(resolve));
});

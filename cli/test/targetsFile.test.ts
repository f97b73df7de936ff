import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Supervisor } from '../src/supervise/Supervisor.js';
import { createDataDir, Recorder, waitUntil, writeService } from './fakeService.js';

let dataDir: string;
let supervisor: Supervisor;

beforeEach(() => {
  dataDir = createDataDir();
  supervisor = new Supervisor(dataDir, [], new Recorder(), { getRestartDelayMs: () => 10, stopWithinMs: 2_000 });
});

afterEach(async () => {
  await supervisor.stop();
  rmSync(dataDir, { recursive: true });
});

/** A service that shows its metrics on a port named after its process, or tells something else. */
const serviceThatTells = (operationsUrl: string): string => `
  process.on('SIGTERM', () => process.exit(0));
  process.send({ ready: true, operationsUrl: ${operationsUrl} });
  setInterval(() => {}, 1_000);
`;
const PORT_OF_ITS_OWN = '`http://127.0.0.1:${process.pid % 60_000}`';

const readTargets = (): unknown => JSON.parse(readFileSync(join(dataDir, 'run/targets.json'), 'utf8'));
const targetOf = (service: string): { targets: string[]; labels: { service: string } } => ({
  targets: [`127.0.0.1:${supervisor.pids[service]! % 60_000}`],
  labels: { service },
});

test('the targets follow the services over restarts, in a form that Prometheus reads, and end with them', async () => {
  await supervisor.start(writeService(dataDir, 'squid', serviceThatTells(PORT_OF_ITS_OWN)), 'squid');
  await supervisor.start(writeService(dataDir, 'engine', serviceThatTells(PORT_OF_ITS_OWN)), 'engine');
  expect(readTargets()).toEqual([targetOf('engine'), targetOf('squid')]);
  const before = supervisor.pids['squid']!;
  process.kill(before, 'SIGKILL');
  await waitUntil(() => ![undefined, before].includes(supervisor.pids['squid']));
  await expect.poll(readTargets).toEqual([targetOf('engine'), targetOf('squid')]);
  await supervisor.stop();
  expect(existsSync(join(dataDir, 'run/targets.json'))).toBe(false);
});

test.each(['undefined', '17', '"not a URL"', '{}'])('a service that tells %s has none', async (told) => {
  await supervisor.start(writeService(dataDir, 'odd', serviceThatTells(told)), 'odd');
  expect(existsSync(join(dataDir, 'run/targets.json'))).toBe(false);
});

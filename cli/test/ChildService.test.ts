import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServiceGaveUpError, ServiceNotReadyError } from '../src/errors.js';
import { ChildService } from '../src/supervise/ChildService.js';
import { createDataDir, isAlive, Recorder, waitUntil, WELL_BEHAVED, writeService } from './fakeService.js';

const HASTY = { getRestartDelayMs: () => 10, stopWithinMs: 500 };

let dataDir: string;
let recorder: Recorder;
const services: ChildService[] = [];

beforeEach(() => {
  dataDir = createDataDir();
  recorder = new Recorder();
});

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  rmSync(dataDir, { recursive: true });
});

function createService(source: string, patience = {}): ChildService {
  const spec = writeService(dataDir, 'fake', source);
  const service = new ChildService(spec, dataDir, recorder, { ...HASTY, ...patience });
  services.push(service);
  return service;
}

test('a service is ready when it says so, logs to its file, and is named by its pid file while it lives', async () => {
  const service = createService(`console.log('hello\\nworld'); ${WELL_BEHAVED}`);
  await expect(service.start()).resolves.toEqual({ ready: true });
  expect(readFileSync(join(dataDir, 'run/fake.pid'), 'utf8')).toBe(String(service.pid));
  await service.stop();
  expect(recorder.lines).toEqual(['fake: hello', 'fake: world', 'fake: bye']);
  expect(readFileSync(join(dataDir, 'logs/fake.log'), 'utf8')).toBe('hello\nworld\nbye\n');
  expect(existsSync(join(dataDir, 'run/fake.pid'))).toBe(false);
  expect(service.pid).toBeUndefined();
});

test('a service that dies is started again, with a visible line', async () => {
  const service = createService(WELL_BEHAVED);
  await service.start();
  const firstPid = service.pid!;
  process.kill(firstPid, 'SIGKILL');
  await waitUntil(() => service.pid !== undefined && service.pid !== firstPid);
  expect(recorder.notices).toEqual(['fake ended (signal SIGKILL); starting it again in 0.01 s.']);
});

test('the third quick death in a row is the end, with the last lines', async () => {
  const service = createService(`console.error('port taken'); process.exit(7);`);
  const error = await service.start().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ServiceGaveUpError);
  expect((error as ServiceGaveUpError).message).toContain('fake ended 3 times in a row (exit code 7)');
  expect((error as ServiceGaveUpError).facts['lastLines']).toEqual(['port taken']);
  expect(recorder.gaveUpWith).toEqual([error]);
  expect(recorder.notices).toHaveLength(2);
});

test.each([
  ['grows with every death', { healthyMs: Infinity }, [1, 2, 3]],
  ['is short again after a long life', { healthyMs: 0 }, [1, 1, 1]],
])('the delay before a restart %s', async (_, patience, expected) => {
  const delays: number[] = [];
  const getRestartDelayMs = (deathsInARow: number) => {
    delays.push(deathsInARow);
    return 1;
  };
  const service = createService(`${WELL_BEHAVED} console.log('up');`, {
    getRestartDelayMs,
    quickDeathLimit: Infinity,
    ...patience,
  });
  await service.start();
  for (let lives = 1; lives <= expected.length; lives++) {
    await waitUntil(() => recorder.lines.length === lives);
    process.kill(service.pid!, 'SIGKILL');
    await waitUntil(() => delays.length === lives);
  }
  expect(delays).toEqual(expected);
});

test('a service that never says it is ready is reported as such', async () => {
  const service = createService(`console.log('thinking'); setInterval(() => {}, 1000);`, { readyWithinMs: 300 });
  await expect(service.start()).rejects.toBeInstanceOf(ServiceNotReadyError);
});

test('a service that ignores SIGTERM is killed', async () => {
  const service = createService(
    `process.on('SIGTERM', () => {}); ${WELL_BEHAVED.replace(/process.on\('SIGTERM.*/, '')}`,
  );
  await service.start();
  const pid = service.pid!;
  await service.stop();
  expect(isAlive(pid)).toBe(false);
  expect(recorder.notices).toEqual(['fake does not stop; killing it.']);
});

test('what a dead service had started is ended before it is started again', async () => {
  const pidFile = join(dataDir, 'grandchild');
  const service = createService(`
    import { spawn } from 'node:child_process';
    import { existsSync, writeFileSync } from 'node:fs';
    if (!existsSync(${JSON.stringify(pidFile)})) {
      const child = spawn('sleep', ['600'], { stdio: 'ignore' });
      writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
    }
    ${WELL_BEHAVED}`);
  await service.start();
  const grandchild = Number(readFileSync(pidFile, 'utf8'));
  const firstPid = service.pid!;
  process.kill(firstPid, 'SIGKILL');
  await waitUntil(() => service.pid !== undefined && service.pid !== firstPid);
  expect(isAlive(grandchild)).toBe(false);
});

test('stopping a service that waits to be started again leaves nothing running', async () => {
  const service = createService(`process.exit(1);`, { getRestartDelayMs: () => 200 });
  const started = service.start();
  await waitUntil(() => recorder.notices.length === 1);
  await service.stop();
  await expect(started).rejects.toThrow('was stopped before it was ready');
  expect(service.pid).toBeUndefined();
});

test('the environment a service gets is its own on top of ours', async () => {
  writeFileSync(join(dataDir, 'fake.mjs'), `console.log(process.env.RPC_URL, 'PATH' in process.env); ${WELL_BEHAVED}`);
  const spec = { name: 'fake', entry: join(dataDir, 'fake.mjs'), env: { RPC_URL: 'http://127.0.0.1:1' } };
  const service = new ChildService(spec, dataDir, recorder, HASTY);
  services.push(service);
  await service.start();
  await waitUntil(() => recorder.lines.length > 0);
  expect(recorder.lines).toEqual(['fake: http://127.0.0.1:1 true']);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlreadyRunningError, DataDirUnusableError, DiskFullError, PortTakenError } from '../src/errors.js';
import { checkPortFree } from '../src/supervise/checkPortFree.js';
import { findFreePorts } from '../src/supervise/findFreePorts.js';
import { getRestartDelayMs } from '../src/supervise/getRestartDelayMs.js';
import { lockDataDir } from '../src/supervise/lockDataDir.js';
import { prepareDataDir } from '../src/supervise/prepareDataDir.js';
import { stopOrphans } from '../src/supervise/stopOrphans.js';
import { Supervisor } from '../src/supervise/Supervisor.js';
import { createDataDir, isAlive, Recorder, waitUntil, WELL_BEHAVED, writeService } from './fakeService.js';

const HASTY = { getRestartDelayMs: () => 10, stopWithinMs: 2_000 };
const ORDER = ['devnet', 'engine', 'squid'];

let dataDir: string;
let recorder: Recorder;
let supervisor: Supervisor;

beforeEach(() => {
  dataDir = createDataDir();
  recorder = new Recorder();
  supervisor = new Supervisor(dataDir, ORDER, recorder, HASTY);
});

afterEach(async () => {
  await supervisor.stop();
  rmSync(dataDir, { recursive: true });
});

test('services stop one after the other in the stop order, the foundations last', async () => {
  const ends: string[] = [];
  const foundation = { stop: async () => void ends.push('postgres') };
  await supervisor.lay(Promise.resolve(foundation));
  for (const name of ['squid', 'explorer', 'engine', 'devnet']) {
    const isAloneWith = `console.log('up'); ${WELL_BEHAVED}`;
    await supervisor.start(writeService(dataDir, name, isAloneWith), `${name} is up`);
  }
  expect(recorder.stages).toEqual(['squid is up', 'explorer is up', 'engine is up', 'devnet is up']);
  recorder.stages.length = 0;
  await Promise.all([supervisor.stop(), supervisor.stop()]);
  const stopped = ['devnet stopped', 'engine stopped', 'squid stopped', 'explorer stopped'];
  expect(recorder.stages).toEqual(stopped);
  const byes = recorder.lines.filter((line) => line.endsWith('bye')).map((line) => `${line.slice(0, -5)} stopped`);
  expect(byes).toEqual(stopped);
  expect(ends).toEqual(['postgres']);
});

test('one service that gives up fails the whole, and the others can still be stopped', async () => {
  await supervisor.start(writeService(dataDir, 'devnet', WELL_BEHAVED), 'devnet');
  const devnetPid = supervisor.pids['devnet']!;
  const started = supervisor.start(
    writeService(dataDir, 'squid', `console.log('wrong chain'); process.exit(1)`),
    'squid',
  );
  await expect(supervisor.failed).rejects.toThrow('squid ended 3 times in a row');
  await expect(started).rejects.toThrow('squid ended 3 times in a row');
  await supervisor.stop();
  expect(isAlive(devnetPid)).toBe(false);
});

test('nothing is started any more once it is stopping', async () => {
  await supervisor.stop();
  const started = supervisor.start(writeService(dataDir, 'squid', WELL_BEHAVED), 'squid');
  await expect(started).rejects.toThrow('was stopped before it was ready');
});

test('kill ends everything at once', async () => {
  await supervisor.start(writeService(dataDir, 'devnet', `process.on('SIGTERM', () => {}); ${WELL_BEHAVED}`), 'devnet');
  const pid = supervisor.pids['devnet']!;
  supervisor.kill();
  await waitUntil(() => !isAlive(pid));
});

test('services end when the process that supervises them is killed', async () => {
  const supervisorFile = join(dataDir, 'supervisor.mjs');
  const { entry } = writeService(dataDir, 'devnet', WELL_BEHAVED);
  writeFileSync(
    supervisorFile,
    `import { fork } from 'node:child_process';
     const child = fork(${JSON.stringify(entry)}, { detached: true });
     child.on('message', () => console.log(child.pid));
     setInterval(() => {}, 1000);`,
  );
  const parent = spawn(process.execPath, [supervisorFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
  const childPid = Number(chunk.toString());
  expect(isAlive(childPid)).toBe(true);
  parent.kill('SIGKILL');
  await waitUntil(() => !isAlive(childPid));
});

test('orphans of the same data folder are ended; a process of the same number but another mark is left alone', async () => {
  prepareDataDir(dataDir);
  const spawnSleeper = (mark: string) =>
    spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: { ...process.env, TRIBUTARY_SERVICE: mark } });
  const orphan = spawnSleeper(`squid@${dataDir}`);
  const stranger = spawnSleeper(`engine@/somewhere/else`);
  writeFileSync(join(dataDir, 'run/squid.pid'), String(orphan.pid));
  writeFileSync(join(dataDir, 'run/engine.pid'), String(stranger.pid));
  const orphanEnded = once(orphan, 'exit');
  await stopOrphans(dataDir, (text) => recorder.notice(text));
  await orphanEnded;
  expect(isAlive(stranger.pid!)).toBe(true);
  expect(recorder.notices).toEqual([`Waiting for the squid of an earlier start (process ${orphan.pid}) to end.`]);
  stranger.kill('SIGKILL');
});

test('a data folder has one owner, which the second is told; a dead owner counts for nothing', () => {
  mkdirSync(join(dataDir, 'run'));
  const lockFile = join(dataDir, 'run/start.pid');
  const unlock = lockDataDir(dataDir);
  expect(() => lockDataDir(dataDir)).toThrow(AlreadyRunningError);
  expect(() => lockDataDir(dataDir)).toThrow(`as process ${process.pid}`);
  unlock();
  // The number of a living process that started at another time: given away again since.
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  const unlockAgain = lockDataDir(dataDir);
  expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: process.pid });
  unlockAgain();
  writeFileSync(lockFile, 'half writ');
  lockDataDir(dataDir)();
});

test('a taken port is named together with the service that wants it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(checkPortFree(port, 'explorer')).rejects.toThrow(PortTakenError);
  await expect(checkPortFree(port, 'explorer')).rejects.toThrow(
    `Port ${port}, wanted by the explorer, is taken. Stop what listens there, or choose other ports with \`--port\`.`,
  );
  server.close();
  await once(server, 'close');
  await checkPortFree(port, 'explorer');
});

test('free ports are different ones', async () => {
  expect(new Set(await findFreePorts(8)).size).toBe(8);
});

test('a data folder that cannot be made, or has no room, is refused before anything starts', () => {
  writeFileSync(join(dataDir, 'file'), '');
  expect(() => prepareDataDir(join(dataDir, 'file', 'inside'))).toThrow(DataDirUnusableError);
  expect(() => prepareDataDir(dataDir, Number.MAX_SAFE_INTEGER)).toThrow(DiskFullError);
});

test('restart delays double up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(getRestartDelayMs)).toEqual([
    1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000,
  ]);
});

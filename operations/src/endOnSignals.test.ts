import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Log } from './createLog.js';
import { endOnSignals, type EndOptions } from './endOnSignals.js';

/** A process that is told of signals, and whose end is a number. */
function open(options: Pick<EndOptions, 'stop'> & Partial<EndOptions>): {
  emit: (event: string) => void;
  exited: Promise<number>;
  codes: number[];
} {
  const codes: number[] = [];
  const { promise: exited, resolve } = Promise.withResolvers<number>();
  const process = Object.assign(new EventEmitter(), { stdout: new EventEmitter(), stderr: new EventEmitter() });
  const log: Log = () => undefined;
  endOnSignals({
    process: process as unknown as EndOptions['process'],
    exit: (code) => {
      codes.push(code);
      resolve(code);
    },
    log,
    ...options,
  });
  return { emit: (event) => void process.emit(event), exited, codes };
}

it.each(['SIGTERM', 'SIGINT', 'disconnect'])('%s stops, and only then ends with 0', async (event) => {
  const stopped = Promise.withResolvers<void>();
  const { emit, exited, codes } = open({ stop: () => stopped.promise });
  emit(event);
  await new Promise((resolve) => setImmediate(resolve));
  expect(codes).toEqual([]);
  stopped.resolve();
  expect(await exited).toBe(0);
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
])('a second signal, %s, ends at once with %i', (signal, code) => {
  const { emit, codes } = open({ stop: () => new Promise(() => undefined) });
  emit('SIGTERM');
  emit(signal);
  expect(codes).toEqual([code]);
});

it('the loss of the parent while it is stopping is no second signal', async () => {
  let stops = 0;
  const { emit, exited, codes } = open({ stop: async () => void stops++ });
  emit('SIGTERM');
  emit('disconnect');
  expect(await exited).toBe(0);
  expect([codes, stops]).toEqual([[0], 1]);
});

it('what fails to stop, or takes too long, ends with 1', async () => {
  const failing = open({ stop: () => Promise.reject(new Error('no')) });
  failing.emit('SIGTERM');
  expect(await failing.exited).toBe(1);
  const endless = open({ stop: () => new Promise(() => undefined), withinMs: 20 });
  endless.emit('SIGTERM');
  expect(await endless.exited).toBe(1);
});

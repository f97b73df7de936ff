import { FatalError } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { createLog, type Log, type LogLevel, type LogOptions } from './createLog.js';

class BlobMissingError extends FatalError {
  constructor(facts: { uri: string; sizeBytes: bigint }, options?: ErrorOptions) {
    super(`the blob at ${facts.uri} is missing; publish it again`, facts, options);
  }
}

function record(options: Partial<LogOptions> = {}): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { lines, log: createLog({ service: 'engine', format: 'json', level: 'info', write, ...options }) };
}

const parse = (line: string | undefined): unknown => JSON.parse(line ?? '');

describe('a log for machines', () => {
  it('has one object a line: time, level, service, message, facts', () => {
    const { log, lines } = record();
    log('info', 'settled', { amountWei: 2n ** 70n, at: new Date(0), ids: new Set([1, 2]), none: undefined });
    log('warn', 'no facts');
    expect(lines.every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(parse(lines[0])).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: 'info',
      service: 'engine',
      message: 'settled',
      facts: { amountWei: '1180591620717411303424', at: '1970-01-01T00:00:00.000Z', ids: [1, 2] },
    });
    expect(parse(lines[1])).not.toHaveProperty('facts');
  });

  it('takes over the facts of a typed error and of its cause, and the stack of any other', () => {
    const { log, lines } = record();
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    log('error', 'gone', { error: new BlobMissingError({ uri: 'ipfs://x', sizeBytes: 5n }, { cause }) });
    expect(parse(lines[0])).toMatchObject({
      facts: {
        error: {
          name: 'BlobMissingError',
          kind: 'fatal',
          facts: { uri: 'ipfs://x', sizeBytes: '5' },
          cause: {
            name: 'Error',
            code: 'ECONNREFUSED',
            stack: expect.arrayContaining([expect.stringContaining('createLog.test')]),
          },
        },
      },
    });
    expect((parse(lines[0]) as { facts: { error: object } }).facts.error).not.toHaveProperty('stack');
  });

  it('survives whatever it is given', () => {
    const { log, lines } = record();
    const circle: Record<string, unknown> = { deep: { deep: { deep: { deep: { deep: { deep: { deep: 1 } } } } } } };
    circle['itself'] = circle;
    const facts = { circle, long: 'x'.repeat(10_000), bytes: new Uint8Array(9), nan: NaN, half: '\ud800', f: () => 1 };
    log('info', 'all', facts);
    expect(lines[0]!.length).toBeLessThan(6_000);
    expect(parse(lines[0])).toMatchObject({
      facts: { circle: { itself: '(itself)' }, bytes: '9 bytes', nan: 'NaN', f: 'function' },
    });
  });
});

it('a log for people is the message with its facts behind it, and a line whatever is quoted', () => {
  const { log, lines } = record({ format: 'text' });
  log('info', 'listening');
  log('warn', 'a stranger said "\u001b[2J\nengine: all is well"', { reason: '', rows: [1n], name: 'x\ny' });
  expect(lines).toEqual(['listening\n', 'warn: a stranger said " [2J engine: all is well" (rows=["1"], name=x y)\n']);
});

it('shows people an error by its message, and where it happened when it was not foreseen', () => {
  const { log, lines } = record({ format: 'text' });
  log('error', 'ended', { error: new BlobMissingError({ uri: 'ipfs://x', sizeBytes: 5n }) });
  log('error', 'ended', { error: new TypeError('x is\n    at a liar') });
  expect(lines[0]).toBe('error: ended (the blob at ipfs://x is missing; publish it again)\n');
  const [line, frame] = lines[1]!.split('\n');
  expect(line).toBe('error: ended (x is     at a liar)');
  expect(frame).toMatch(/^ {4}at .*createLog\.test/);
});

it.each(['text', 'json'] as const)('no secret gets into a line of %s', (format) => {
  const { log, lines } = record({ format });
  const url = 'postgres://me:hunter2@db/x';
  log('info', `connecting to ${url}`, { url, databasePassword: 'hunter2', deep: [{ apiKey: 'hunter2' }] });
  log('error', 'failed', { error: new Error(`cannot reach ${url}`, { cause: new Error(url) }) });
  expect(lines.join('')).not.toContain('hunter2');
  expect(lines.join('')).toContain('…@db/x');
});

it.each([
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
] as const)('says nothing below %s', (level: LogLevel, count) => {
  const { log, lines } = record({ level });
  for (const each of ['debug', 'info', 'warn', 'error'] as const) log(each, each);
  expect(lines).toHaveLength(count);
});

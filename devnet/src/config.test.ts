import { describe, expect, it } from 'vitest';
import { DevnetConfigError, readConfig } from './config.js';

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(DevnetConfigError);
    return (error as DevnetConfigError).facts['problems'] as string[];
  }
  return [];
}

describe('readConfig', () => {
  it('needs a folder only', () => {
    expect(readConfig({ DATA_DIR: '/x', SEED: 's' })).toEqual({
      ...{ dataDir: '/x', rpcPort: 0, blobPort: 0, settlementsPerSecond: 0.5, dishonestOneIn: 8, seed: 's' },
    });
  });

  it('reads them all', () => {
    const env = {
      DATA_DIR: '/x',
      RPC_PORT: '8545',
      BLOB_PORT: '65535',
      SETTLEMENTS_PER_SECOND: '0.25',
      DISHONEST_ONE_IN: '0',
      SEED: '',
    };
    expect(readConfig(env)).toEqual({
      ...{ dataDir: '/x', rpcPort: 8545, blobPort: 65_535, settlementsPerSecond: 0.25, dishonestOneIn: 0, seed: '' },
    });
  });

  it('names every problem at once, and what to do', () => {
    const env = { RPC_PORT: '65536', BLOB_PORT: 'x', SETTLEMENTS_PER_SECOND: '-1', DISHONEST_ONE_IN: 'NaN' };
    const problems = problemsOf(env);
    for (const [name, value] of Object.entries(env)) {
      expect(problems).toContainEqual(expect.stringContaining(`${name} is "${value}"`));
    }
    expect(problems).toContain('DATA_DIR is missing');
    expect(() => readConfig(env)).toThrow('docs/operations.md');
  });

  it.each([
    ['RPC_PORT', '1.5'],
    ['RPC_PORT', '-0.5'],
    ['BLOB_PORT', 'Infinity'],
    ['SETTLEMENTS_PER_SECOND', '21'],
    ['SETTLEMENTS_PER_SECOND', 'many'],
    ['DISHONEST_ONE_IN', '2.5'],
    ['DISHONEST_ONE_IN', '1e9'],
    ['DATA_DIR', ''],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ DATA_DIR: '/x', [name]: value })).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { EngineConfigError, readConfig } from './config.js';

const NEEDED = { DATABASE_URL: 'postgres://x', BLOB_GATEWAY: 'https://ipfs.io/ipfs/' };

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(EngineConfigError);
    return (error as EngineConfigError).facts['problems'] as string[];
  }
  return [];
}

describe('readConfig', () => {
  it('needs a database and a gateway; what is empty is not there', () => {
    expect(readConfig({ ...NEEDED, GRACE_SECONDS: '', MODELS_KEPT: undefined })).toEqual({
      databaseUrl: 'postgres://x',
      gateways: ['https://ipfs.io/ipfs/'],
      allowPrivate: false,
      fetchTimeoutMs: 20_000,
      graceSeconds: 300,
      backend: 'auto',
      limits: { modelBytes: 2 ** 31, indexBytes: 2 ** 31, memoryBytes: 2 ** 30, models: 8 },
    });
  });

  it('reads them all', () => {
    const config = readConfig({
      ...NEEDED,
      BLOB_GATEWAY: ' http://a/ , https://b/ipfs/,',
      ALLOW_PRIVATE_GATEWAY: 'true',
      FETCH_TIMEOUT_MS: '1',
      GRACE_SECONDS: '0',
      SCORING_BACKEND: 'reference',
      MODEL_LIMIT_BYTES: '2',
      INDEX_LIMIT_BYTES: '3',
      MODELS_KEPT: '4',
    });
    expect(config).toMatchObject({
      gateways: ['http://a/', 'https://b/ipfs/'],
      allowPrivate: true,
      fetchTimeoutMs: 1,
      graceSeconds: 0,
      backend: 'reference',
      limits: { modelBytes: 2, indexBytes: 3, memoryBytes: 2 ** 30, models: 4 },
    });
  });

  it('allows private addresses only when it is told so in as many words', () => {
    for (const word of ['1', 'TRUE', 'yes', 'false', '']) {
      expect(readConfig({ ...NEEDED, ALLOW_PRIVATE_GATEWAY: word }).allowPrivate).toBe(false);
    }
  });

  it('names every problem at once', () => {
    expect(problemsOf({ BLOB_GATEWAY: 'ipfs.io', GRACE_SECONDS: '-1', MODELS_KEPT: '0' })).toEqual([
      'DATABASE_URL is missing',
      expect.stringContaining('"ipfs.io"'),
      expect.stringContaining('GRACE_SECONDS is "-1"'),
      expect.stringContaining('MODELS_KEPT is "0"'),
    ]);
  });

  it.each([
    ['GRACE_SECONDS', 'soon'],
    ['GRACE_SECONDS', '1.5'],
    ['GRACE_SECONDS', '999999999999999'],
    ['FETCH_TIMEOUT_MS', '0'],
    ['FETCH_TIMEOUT_MS', '2147483648'],
    ['MODEL_LIMIT_BYTES', '0'],
    ['INDEX_LIMIT_BYTES', '1e9'],
    ['MODELS_KEPT', ' 8'],
    ['BLOB_GATEWAY', ','],
    ['BLOB_GATEWAY', 'https://ipfs.io/ipfs'],
    ['BLOB_GATEWAY', 'file:///ipfs/'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ ...NEEDED, [name]: value })).toEqual([expect.stringContaining(name)]);
  });
});

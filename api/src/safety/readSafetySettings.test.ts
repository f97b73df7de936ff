import { expect, it } from 'vitest';
import { readConfig, SettingError } from '../readConfig.js';

const DATABASE = { API_DATABASE_URL: 'postgres://reader@localhost/ledger' };
const read = (env: Record<string, string>) => readConfig({ ...DATABASE, ...env }).safety;

it('counts what strangers spend, and nothing of the machine itself, unless told otherwise', () => {
  expect(read({})).toEqual({
    operationTimeoutMs: 10_000,
    requestWithinMs: 20_000,
    maxResponseBytes: 8_388_608,
    costPointsPerMinute: 300_000,
    budgetExempt: ['127.0.0.0/8', '::1'],
    trustedProxies: [],
    corsOrigins: '*',
    isIntrospectionOn: true,
    safelistPath: null,
  });
});

it('takes every setting from the environment', () => {
  expect(
    read({
      API_OPERATION_TIMEOUT_MS: '2000',
      API_MAX_RESPONSE_BYTES: '1000',
      API_COST_BUDGET: '0',
      API_COST_EXEMPT: 'none',
      API_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8',
      API_CORS_ORIGINS: 'https://a.example,https://b.example',
      API_INTROSPECTION: 'false',
      API_SAFELIST: '/etc/operations',
    }),
  ).toMatchObject({
    operationTimeoutMs: 2_000,
    maxResponseBytes: 1_000,
    costPointsPerMinute: null,
    budgetExempt: [],
    trustedProxies: ['loopback', '10.0.0.0/8'],
    corsOrigins: ['https://a.example', 'https://b.example'],
    isIntrospectionOn: false,
    safelistPath: '/etc/operations',
  });
  expect(read({ API_CORS_ORIGINS: 'https://a.example,*' }).corsOrigins).toBe('*');
});

it.each([
  ['API_COST_BUDGET', '-1'],
  ['API_COST_BUDGET', 'many'],
  ['API_OPERATION_TIMEOUT_MS', '1e3'],
  ['API_INTROSPECTION', 'yes'],
  ['API_TRUSTED_PROXIES', 'a,,b'],
])('refuses %s=%s', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(SettingError);
});

import { fileURLToPath } from 'node:url';
import { FatalError } from '@tributary/protocol';
import { readSafetySettings, type SafetyEnvironment } from './safety/readSafetySettings.js';

export interface ApiSettings {
  databaseUrl: string;
  host: string;
  port: number;
  chainId: number;
  /** Deployment file, or a folder with `<chainId>.json`. */
  deployment: string;
  statementTimeoutMs: number;
  /** Of the analytics partitions; undefined: Postgres adds everything up. */
  analyticsDir: string | undefined;
  safety: SafetyEnvironment;
}

/** A setting is missing or cannot be understood. */
export class SettingError extends FatalError {
  constructor(facts: { name: string; value: string | undefined; expected: string }) {
    super(
      `${facts.name} is ${facts.value === undefined ? 'not set' : `"${facts.value}"`}; set it to ${facts.expected}`,
      {
        ...facts,
        // A URL holds a password.
        value: facts.name.endsWith('_URL') ? undefined : facts.value,
      },
    );
  }
}

/**
 * Settings from the environment: API_DATABASE_URL, API_PORT, API_HOST, CHAIN_ID, DEPLOYMENT, API_STATEMENT_TIMEOUT_MS,
 * ANALYTICS_DIR, and those of {@link readSafetySettings}.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ApiSettings {
  const databaseUrl = env['API_DATABASE_URL'];
  if (!databaseUrl)
    throw new SettingError({
      name: 'API_DATABASE_URL',
      value: undefined,
      expected: 'a Postgres URL of a read-only role',
    });
  return {
    databaseUrl,
    host: env['API_HOST'] || '127.0.0.1',
    port: readInteger(env, 'API_PORT', 4601, 65_535),
    chainId: readInteger(env, 'CHAIN_ID', 31_337, Number.MAX_SAFE_INTEGER),
    deployment: env['DEPLOYMENT'] || fileURLToPath(new URL('../../contracts/deployments', import.meta.url)),
    statementTimeoutMs: readInteger(env, 'API_STATEMENT_TIMEOUT_MS', 5_000, 600_000),
    analyticsDir: env['ANALYTICS_DIR'] || undefined,
    safety: readSafetySettings(env, {
      readInteger: (name, fallback, maximum) => readInteger(env, name, fallback, maximum),
      readList: (name) => readList(env, name),
      readSwitch: (name, fallback) => readSwitch(env, name, fallback),
    }),
  };
}

function readInteger(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  maximum: number,
): number {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > maximum) {
    throw new SettingError({ name, value, expected: `a whole number up to ${maximum}` });
  }
  return number;
}

/** Null when it is not set; `none` is the empty list. */
function readList(env: Readonly<Record<string, string | undefined>>, name: string): string[] | null {
  const value = env[name]?.trim();
  if (!value) return null;
  if (value === 'none') return [];
  const entries = value.split(',').map((entry) => entry.trim());
  if (entries.includes('')) throw new SettingError({ name, value, expected: 'a list with commas, or none' });
  return entries;
}

function readSwitch(env: Readonly<Record<string, string | undefined>>, name: string, fallback: boolean): boolean {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  if (value !== 'true' && value !== 'false') throw new SettingError({ name, value, expected: 'true or false' });
  return value === 'true';
}

import { resolve } from 'node:path';
import { AnalyticsSettingError } from './errors.js';

/** What the writer of the partitions needs to know. */
export interface WriterConfig {
  databaseUrl: string;
  /** Of the partitions of all chains. */
  analyticsDir: string;
  chainId: number;
  /** Pause between two rounds. */
  intervalSeconds: number;
}

const MAX_INTERVAL_SECONDS = 86_400;

/** Reads DATABASE_URL, ANALYTICS_DIR, CHAIN_ID and ANALYTICS_INTERVAL_SECONDS; see `main.ts`. @throws AnalyticsSettingError */
export function readConfig(env: Readonly<Record<string, string | undefined>>): WriterConfig {
  const databaseUrl = env['DATABASE_URL'];
  if (!databaseUrl)
    throw new AnalyticsSettingError({ name: 'DATABASE_URL', expected: 'the URL of a role that can read' });
  const analyticsDir = env['ANALYTICS_DIR'];
  if (!analyticsDir)
    throw new AnalyticsSettingError({ name: 'ANALYTICS_DIR', expected: 'a folder for the partitions' });
  return {
    databaseUrl,
    analyticsDir: resolve(analyticsDir),
    chainId: readInteger(env, 'CHAIN_ID', 31_337, Number.MAX_SAFE_INTEGER),
    intervalSeconds: readInteger(env, 'ANALYTICS_INTERVAL_SECONDS', 15, MAX_INTERVAL_SECONDS),
  };
}

function readInteger(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  maximum: number,
): number {
  const text = env[name] || String(fallback);
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > maximum) {
    throw new AnalyticsSettingError({ name, expected: `a whole number from 1 to ${maximum}` });
  }
  return number;
}

import { FatalError } from '@tributary/protocol';
import type { ModelLibraryLimits } from './model/modelLibrary.js';

/** The environment does not describe a runnable engine; lists every problem at once. */
export class EngineConfigError extends FatalError {
  constructor(facts: { problems: string[] }) {
    super(`The engine's settings are wrong: ${facts.problems.join('; ')}. See docs/operations.md.`, facts);
  }
}

/** Everything the engine process is told from outside. */
export interface EngineConfig {
  databaseUrl: string;
  /** URL prefixes to which a CID is appended. */
  gateways: string[];
  /** Private and loopback addresses may be fetched from: a devnet only. */
  allowPrivate: boolean;
  fetchTimeoutMs: number;
  /** How long an operator may take to pay, in chain time. */
  graceSeconds: number;
  backend: string;
  limits: ModelLibraryLimits;
}

/** Reads the settings of the engine; throws {@link EngineConfigError}. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): EngineConfig {
  const problems: string[] = [];
  const whole = (name: string, fallback: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    if (!/^\d{1,15}$/.test(text)) problems.push(`${name} is "${text}", not a whole number`);
    return Number(text);
  };
  const databaseUrl = env['DATABASE_URL'] ?? '';
  if (!databaseUrl) problems.push('DATABASE_URL is missing');
  const gateways = (env['BLOB_GATEWAY'] ?? '').split(',').map((url) => url.trim()).filter(Boolean);
  if (gateways.length === 0) problems.push('BLOB_GATEWAY is missing');
  for (const gateway of gateways) {
    if (!/^https?:\/\/.+\/$/.test(gateway)) problems.push(`BLOB_GATEWAY "${gateway}" is not an http(s) URL ending in /`);
  }
  const config = {
    databaseUrl,
    gateways,
    allowPrivate: env['ALLOW_PRIVATE_GATEWAY'] === 'true',
    fetchTimeoutMs: whole('FETCH_TIMEOUT_MS', 20_000),
    graceSeconds: whole('GRACE_SECONDS', 300),
    backend: env['SCORING_BACKEND'] ?? 'auto',
    limits: {
      modelBytes: whole('MODEL_LIMIT_BYTES', 2 ** 31),
      indexBytes: whole('INDEX_LIMIT_BYTES', 2 ** 31),
      models: whole('MODELS_KEPT', 8),
    },
  };
  if (problems.length > 0) throw new EngineConfigError({ problems });
  return config;
}

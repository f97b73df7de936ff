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

/** Node's timers take no more; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** A hundred years. */
const MAX_GRACE_SECONDS = 100 * 365 * 86_400;

/** Reads the settings of the engine; throws {@link EngineConfigError}. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): EngineConfig {
  const problems: string[] = [];
  const whole = (name: string, fallback: number, [least, most]: readonly [number, number]): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      problems.push(`${name} is "${text}", not a whole number from ${least} to ${most}`);
    }
    return value;
  };
  const databaseUrl = env['DATABASE_URL'] ?? '';
  if (!databaseUrl) problems.push('DATABASE_URL is missing');
  const gateways = (env['BLOB_GATEWAY'] ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter(Boolean);
  if (gateways.length === 0) problems.push('BLOB_GATEWAY is missing');
  for (const gateway of gateways) {
    if (!/^https?:\/\/.+\/$/.test(gateway))
      problems.push(`BLOB_GATEWAY "${gateway}" is not an http(s) URL ending in /`);
  }
  const config = {
    databaseUrl,
    gateways,
    allowPrivate: env['ALLOW_PRIVATE_GATEWAY'] === 'true',
    fetchTimeoutMs: whole('FETCH_TIMEOUT_MS', 20_000, [1, MAX_TIMER_MS]),
    graceSeconds: whole('GRACE_SECONDS', 300, [0, MAX_GRACE_SECONDS]),
    backend: env['SCORING_BACKEND'] ?? 'auto',
    limits: {
      modelBytes: whole('MODEL_LIMIT_BYTES', 2 ** 31, [1, Number.MAX_SAFE_INTEGER]),
      indexBytes: whole('INDEX_LIMIT_BYTES', 2 ** 31, [1, Number.MAX_SAFE_INTEGER]),
      memoryBytes: whole('INDEX_MEMORY_BYTES', 2 ** 30, [1, Number.MAX_SAFE_INTEGER]),
      models: whole('MODELS_KEPT', 8, [1, 1000]),
    },
  };
  if (problems.length > 0) throw new EngineConfigError({ problems });
  return config;
}

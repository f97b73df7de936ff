import { DEFAULT_SAFETY, type SafetySettings } from './SafetySettings.js';

/** Settings that stand in the environment; the list of operations is read from its file later. */
export type SafetyEnvironment = Omit<SafetySettings, 'safelist'> & {
  /** A folder or a JSON file; null: every operation is answered. */
  readonly safelistPath: string | null;
};

/** Who runs everything on one machine asks from there: the explorer's server, the benches. */
const LOOPBACK = ['127.0.0.0/8', '::1'];
const COST_POINTS_PER_MINUTE = 300_000;

/** How {@link readSafetySettings} reads single values; throws SettingError. */
export interface SettingReader {
  readInteger(name: string, fallback: number, maximum: number): number;
  readList(name: string): readonly string[] | null;
  readSwitch(name: string, fallback: boolean): boolean;
}

/**
 * API_OPERATION_TIMEOUT_MS, API_MAX_RESPONSE_BYTES, API_COST_BUDGET (points a minute for each address; 0: no limit),
 * API_COST_EXEMPT, API_TRUSTED_PROXIES, API_CORS_ORIGINS, API_INTROSPECTION, API_SAFELIST.
 */
export function readSafetySettings(
  env: Readonly<Record<string, string | undefined>>,
  reader: SettingReader,
): SafetyEnvironment {
  const budget = reader.readInteger('API_COST_BUDGET', COST_POINTS_PER_MINUTE, 1_000_000_000);
  const origins = reader.readList('API_CORS_ORIGINS');
  return {
    operationTimeoutMs: reader.readInteger('API_OPERATION_TIMEOUT_MS', DEFAULT_SAFETY.operationTimeoutMs, 600_000),
    requestWithinMs: DEFAULT_SAFETY.requestWithinMs,
    maxResponseBytes: reader.readInteger('API_MAX_RESPONSE_BYTES', DEFAULT_SAFETY.maxResponseBytes, 1024 ** 3),
    costPointsPerMinute: budget === 0 ? null : budget,
    budgetExempt: reader.readList('API_COST_EXEMPT') ?? LOOPBACK,
    trustedProxies: reader.readList('API_TRUSTED_PROXIES') ?? [],
    corsOrigins: origins === null || origins.includes('*') ? '*' : origins,
    isIntrospectionOn: reader.readSwitch('API_INTROSPECTION', true),
    safelistPath: env['API_SAFELIST'] || null,
  };
}

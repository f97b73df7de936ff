/** How the server defends itself, beside the limits of single operations. */
export interface SafetySettings {
  /** From the arrival of a request to its answer; then what is under way is cancelled. */
  readonly operationTimeoutMs: number;
  /** From the first byte of a request to its last. */
  readonly requestWithinMs: number;
  /** Of an answer, and of what is read from the database for it, about. */
  readonly maxResponseBytes: number;
  /** What one client may spend in a minute; null: no limit. An operation costs what its size says, at least the base cost. */
  readonly costPointsPerMinute: number | null;
  /** Addresses and subnets that spend nothing, such as `127.0.0.0/8`. */
  readonly budgetExempt: readonly string[];
  /** Addresses and subnets of proxies whose `X-Forwarded-For` is believed; also `loopback`. Empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** `*`, or the origins whose pages may read answers. */
  readonly corsOrigins: '*' | readonly string[];
  /** Whether the schema may be asked for; without it there is no GraphiQL either. */
  readonly isIntrospectionOn: boolean;
  /** The only documents that are answered, by the hex SHA-256 of their text; null: any. */
  readonly safelist: ReadonlyMap<string, string> | null;
}

export const DEFAULT_SAFETY: SafetySettings = {
  operationTimeoutMs: 10_000,
  requestWithinMs: 20_000,
  maxResponseBytes: 8 * 1024 * 1024,
  costPointsPerMinute: null,
  budgetExempt: [],
  trustedProxies: [],
  corsOrigins: '*',
  isIntrospectionOn: true,
  safelist: null,
};

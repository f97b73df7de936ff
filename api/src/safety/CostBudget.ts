import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AddressSet } from './AddressSet.js';
import { CostBudgetSpentError } from './errors.js';
import { getClientKey } from './getClientKey.js';
import type { SafetySettings } from './SafetySettings.js';

const WINDOW_SECONDS = 60;

/** Points that each client may spend in a minute; kept in memory, so each API process has its own. */
export class CostBudget {
  readonly pointsPerMinute: number;
  readonly #limiter: RateLimiterMemory;
  readonly #exempt: AddressSet;
  readonly #trustsProxies: boolean;

  constructor(facts: { pointsPerMinute: number; exempt: readonly string[]; trustsProxies: boolean }) {
    this.pointsPerMinute = facts.pointsPerMinute;
    this.#exempt = new AddressSet(facts.exempt);
    this.#trustsProxies = facts.trustsProxies;
    this.#limiter = new RateLimiterMemory({ points: facts.pointsPerMinute, duration: WINDOW_SECONDS });
  }

  /** By what the client's points are kept; null when it spends nothing. */
  getPayer(request: Pick<Request, 'ip' | 'headers'>): string | null {
    // Behind a proxy that nobody named, every client has the proxy's address: such a one is never exempt.
    const isForwarded =
      !this.#trustsProxies && ['x-forwarded-for', 'forwarded'].some((name) => name in request.headers);
    return !isForwarded && this.#exempt.has(request.ip) ? null : getClientKey(request.ip);
  }

  /** Points that are left; throws {@link CostBudgetSpentError}, which costs nothing. */
  async spend(payer: string, points: number): Promise<number> {
    const cost = Math.ceil(points);
    try {
      return (await this.#limiter.consume(payer, cost)).remainingPoints;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      await this.#limiter.reward(payer, cost);
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new CostBudgetSpentError({ cost, pointsPerMinute: this.pointsPerMinute, retryAfterSeconds });
    }
  }
}

/** Null where nothing is counted. */
export function createCostBudget(settings: SafetySettings): CostBudget | null {
  const { costPointsPerMinute, budgetExempt, trustedProxies } = settings;
  if (costPointsPerMinute === null) return null;
  return new CostBudget({
    pointsPerMinute: costPointsPerMinute,
    exempt: budgetExempt,
    trustsProxies: trustedProxies.length > 0,
  });
}

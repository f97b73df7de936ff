import { SeedSizeError } from './errors';

/** How much there is of everything that a synthetic ledger is made of. */
export interface LedgerSizes {
  inferenceCount: number;
  datanetCount: number;
  contributionCount: number;
  contributorCount: number;
  modelCount: number;
  payerCount: number;
  gatewayCount: number;
  /** Days from the first settlement to the last. */
  spanDays: number;
}

const LIMITS = { minimum: 50, maximum: 100_000_000 };

/**
 * Everything grows with the inferences, but slower, as it does when a network is used more: at 10⁶ there are about 250
 * datanets, 32,000 contributions of 8,000 people, 500 models, 16,000 payers and 400 days.
 */
export function getLedgerSizes(inferenceCount: number): LedgerSizes {
  const { minimum, maximum } = LIMITS;
  if (!Number.isSafeInteger(inferenceCount) || inferenceCount < minimum || inferenceCount > maximum) {
    throw new SeedSizeError({ inferenceCount, ...LIMITS });
  }
  const grow = (exponent: number, least: number): number => Math.max(least, Math.round(inferenceCount ** exponent));
  return {
    inferenceCount,
    datanetCount: grow(0.4, 6),
    contributionCount: grow(0.75, 60),
    contributorCount: grow(0.65, 20),
    modelCount: grow(0.45, 8),
    payerCount: grow(0.7, 20),
    gatewayCount: grow(0.2, 5),
    spanDays: Math.min(400, Math.max(7, Math.round(inferenceCount / 2_500))),
  };
}

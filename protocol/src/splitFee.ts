import { apportion } from './apportion.js';
import { FatalError } from './errors.js';

/** Parts of 10,000. */
export const BPS = 10_000;

/** How a model's fee is computed and split. Rates are wei per 1,000 tokens; the three bps sum to {@link BPS}. */
export interface FeePolicy {
  inputRateWei: bigint;
  outputRateWei: bigint;
  platformFeeWei: bigint;
  modelBps: number;
  stakerBps: number;
  contributorBps: number;
}

/** The four parts of a fee, in wei. They sum to the fee exactly. */
export interface FeeSplit {
  platformWei: bigint;
  modelWei: bigint;
  stakerWei: bigint;
  contributorsWei: bigint;
}

/** A policy or a fee that no split can satisfy. */
export class InvalidFeePolicyError extends FatalError {
  constructor(facts: { reason: string }) {
    super(`The fee cannot be split: ${facts.reason}. The model's owner has to set a valid policy.`, facts);
  }
}

/** The fee of an inference, in wei: each token term is rounded down on its own, as the market contract does. */
export function computeFee(policy: FeePolicy, tokens: { inputTokens: bigint; outputTokens: bigint }): bigint {
  return (
    (tokens.inputTokens * policy.inputRateWei) / 1000n +
    (tokens.outputTokens * policy.outputRateWei) / 1000n +
    policy.platformFeeWei
  );
}

/**
 * Splits a fee by its policy (rule step 7): the platform takes its flat fee first, the rest is divided between model,
 * stakers and contributors by their bps with the largest-remainder method, ties in that order.
 */
export function splitFee(feeWei: bigint, policy: FeePolicy): FeeSplit {
  const bps = [policy.modelBps, policy.stakerBps, policy.contributorBps];
  if (!bps.every((part) => Number.isInteger(part) && part >= 0) || bps.reduce((a, b) => a + b) !== BPS) {
    throw new InvalidFeePolicyError({ reason: `the bps ${bps.join(' + ')} do not sum to ${BPS}` });
  }
  if (policy.platformFeeWei < 0n || feeWei < policy.platformFeeWei) {
    throw new InvalidFeePolicyError({
      reason: `the fee of ${feeWei} wei is below the platform fee of ${policy.platformFeeWei} wei`,
    });
  }
  const net = feeWei - policy.platformFeeWei;
  const [modelWei, stakerWei, contributorsWei] = apportion(net, bps.map(BigInt)) as [bigint, bigint, bigint];
  return { platformWei: policy.platformFeeWei, modelWei, stakerWei, contributorsWei };
}

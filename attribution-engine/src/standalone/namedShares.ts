import { apportion } from '@tributary/protocol';
import type { ContributionShare } from '../attribute.js';
import type { NumberedContributions } from './numberContributions.js';

/** Shares in basis points under the contributions' names: 10,000 together, largest first. */
export function namedShares(
  shares: readonly ContributionShare[],
  names: NumberedContributions,
): { contribution: string; bps: number }[] {
  const bps = apportion(
    10_000n,
    shares.map(({ weight }) => weight),
  );
  return shares
    .map(({ contributionId }, i) => ({ contribution: names.nameOf(Number(contributionId)), bps: Number(bps[i]) }))
    .sort((a, b) => b.bps - a.bps);
}

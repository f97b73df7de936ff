import { apportion } from './apportion.js';
import type { ContributionWeight } from './contributionWeights.js';
import { splitFee, type FeePolicy } from './splitFee.js';

/** Who is paid for what; the numbers are those of the `Payout` event. */
export const PAYOUT_ROLES = ['PLATFORM', 'MODEL', 'STAKER', 'CONTRIBUTOR', 'UNATTRIBUTED'] as const;
export type PayoutRole = (typeof PAYOUT_ROLES)[number];

/** One payment, paid or due. Addresses are lower case. `contributionId` is 0 unless the role is CONTRIBUTOR. */
export interface PayoutItem {
  recipient: string;
  role: PayoutRole;
  contributionId: bigint;
  amountWei: bigint;
}

/** Where the parts of a fee go. */
export interface PayoutRecipients {
  platform: string;
  model: string;
  staker: string;
  /** Gets the contributors' part of an unattributed answer. */
  unattributed: string;
  /** The contributor of each contribution that weighs; throws for an unknown one. */
  contributor: (contributionId: bigint) => string;
}

/**
 * What is due for one inference (rule step 7). The amounts sum to the fee exactly; zero amounts are left out. Order:
 * platform, model, stakers, then contributors by ascending contribution id, or the unattributed recipient.
 */
export function expectedPayouts(
  feeWei: bigint,
  policy: FeePolicy,
  shares: readonly Pick<ContributionWeight, 'contributionId' | 'weight'>[],
  recipients: PayoutRecipients,
): PayoutItem[] {
  const split = splitFee(feeWei, policy);
  const due: PayoutItem[] = [
    { recipient: recipients.platform, role: 'PLATFORM', contributionId: 0n, amountWei: split.platformWei },
    { recipient: recipients.model, role: 'MODEL', contributionId: 0n, amountWei: split.modelWei },
    { recipient: recipients.staker, role: 'STAKER', contributionId: 0n, amountWei: split.stakerWei },
  ];
  if (shares.length === 0) {
    due.push({
      recipient: recipients.unattributed,
      role: 'UNATTRIBUTED',
      contributionId: 0n,
      amountWei: split.contributorsWei,
    });
  } else {
    const ordered = [...shares].sort((a, b) => (a.contributionId < b.contributionId ? -1 : 1));
    const parts = apportion(
      split.contributorsWei,
      ordered.map((share) => share.weight),
    );
    ordered.forEach(({ contributionId }, i) =>
      due.push({
        recipient: recipients.contributor(contributionId),
        role: 'CONTRIBUTOR',
        contributionId,
        amountWei: parts[i]!,
      }),
    );
  }
  return due
    .filter((item) => item.amountWei > 0n)
    .map((item) => ({ ...item, recipient: item.recipient.toLowerCase() }));
}

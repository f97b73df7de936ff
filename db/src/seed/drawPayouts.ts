import { expectedPayouts, type PayoutItem } from '@tributary/protocol';
import type { SeedShare } from './drawShares';
import type { SettledInference } from './settleInference';
import type { SeedRandom } from './SeedRandom';

/** What goes wrong with an answer or its payment. The verdict on the first three follows from the money alone. */
export type Wrong = 'less' | 'more' | 'misdirected' | 'unpaid' | 'forgedQuery' | 'badIndex' | 'unavailable';

/** What goes wrong goes wrong in this turn: a small ledger has all of it, and what pays is the most frequent. */
const TURN: readonly Wrong[] = [
  ...(['less', 'misdirected', 'unpaid', 'more', 'less', 'forgedQuery', 'misdirected', 'unavailable'] as const),
  ...(['less', 'badIndex'] as const),
];

/** The `count`-th wrong, counted from 0. */
export function getWrong(count: number): Wrong {
  return TURN[count % TURN.length]!;
}

/** What the rule says is due (step 7). */
export function computeDue(inference: SettledInference, shares: readonly SeedShare[]): PayoutItem[] {
  const { feeWei, policy, model, recipients } = inference;
  const contributors = new Map(shares.map(({ contribution }) => [contribution.id, contribution.contributor]));
  const weights = shares.map(({ contribution, weight }) => ({ contributionId: BigInt(contribution.id), weight }));
  return expectedPayouts(feeWei, policy, weights, {
    platform: recipients.platform,
    staker: recipients.staker,
    model: model.owner,
    unattributed: policy.unattributedRecipient,
    // Each share is of a contribution of this ledger.
    contributor: (contributionId) => contributors.get(contributionId.toString())!,
  });
}

/** What is paid instead of what is due. */
export function spoilPayouts(
  random: SeedRandom,
  due: readonly PayoutItem[],
  wrong: Wrong | null,
  thief: string,
): readonly PayoutItem[] {
  if (wrong === 'unpaid') return [];
  if (wrong !== 'less' && wrong !== 'more' && wrong !== 'misdirected') return due;
  const victim = random.int(0, due.length - 1);
  return due.map((item, position) => {
    if (position !== victim) return item;
    if (wrong === 'misdirected') return { ...item, recipient: thief };
    const differenceWei = random.wei(1n, item.amountWei / 2n + 1n);
    return { ...item, amountWei: wrong === 'more' ? item.amountWei + differenceWei : item.amountWei - differenceWei };
  });
}

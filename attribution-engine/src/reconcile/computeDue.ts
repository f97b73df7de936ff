import { expectedPayouts, type ContributionWeight, type PayoutItem } from '@tributary/protocol';
import { MalformedIndexError } from '../index/indexFile.js';
import type { InferenceFacts } from './inferenceFacts.js';

/** Where the parts of a fee go, as the chain names them. */
export interface DueRecipients {
  policy: NonNullable<InferenceFacts['policy']>;
  recipients: NonNullable<InferenceFacts['recipients']>;
  modelOwner: string;
  /** contributionId → address; unknown ids are missing. */
  contributors: ReadonlyMap<string, string>;
}

/**
 * What is due for an inference, by its shares (rule step 7).
 *
 * @throws MalformedIndexError when a share is of a contribution that the chain does not know
 */
export function computeDue(
  { feeWei }: Pick<InferenceFacts, 'feeWei'>,
  shares: readonly ContributionWeight[],
  { policy, recipients, modelOwner, contributors }: DueRecipients,
): PayoutItem[] {
  return expectedPayouts(feeWei, policy, shares, {
    platform: recipients.platform,
    staker: recipients.staker,
    model: modelOwner,
    unattributed: policy.unattributedRecipient,
    contributor: (contributionId) => {
      const address = contributors.get(contributionId.toString());
      if (!address) {
        throw new MalformedIndexError({
          reason: `it names contribution ${contributionId}, which the chain does not know`,
        });
      }
      return address;
    },
  });
}

import {
  type AccountRow,
  type ContributionRow,
  contributionSource,
  type InferenceRow,
  inferenceSource,
  type PayoutRow,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Contribution } from '../types/Contribution.js';
import { Inference } from '../types/Inference.js';
import { Payout } from '../types/Payout.js';

/** Relations of a payout. */
@Resolver(() => Payout)
export class PayoutResolver {
  @FieldResolver(() => Inference, {
    nullable: true,
    description: 'What it is for; null when no such inference is known.',
  })
  inference(@Root() payout: PayoutRow, @Ctx() { loaders }: RequestContext): Promise<InferenceRow | null> {
    return loaders.row(inferenceSource, payout.inferenceId);
  }

  @FieldResolver(() => Account, { description: 'Who is paid.' })
  recipient(@Root() payout: PayoutRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, payout.recipientId);
  }

  @FieldResolver(() => Contribution, {
    nullable: true,
    description: 'The contribution it rewards; null when the role is another or none is known by that id.',
  })
  contribution(@Root() payout: PayoutRow, @Ctx() { loaders }: RequestContext): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, payout.contributionId);
  }
}

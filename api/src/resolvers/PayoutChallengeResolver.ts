import { type AccountRow, type InferenceRow, inferenceSource, type PayoutChallengeRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Inference } from '../types/Inference.js';
import { PayoutChallenge } from '../types/PayoutChallenge.js';

/** Relations of a challenge. */
@Resolver(() => PayoutChallenge)
export class PayoutChallengeResolver {
  @FieldResolver(() => Inference, {
    nullable: true,
    description: 'What it is about; null when no such inference is known.',
  })
  inference(
    @Root() payoutChallenge: PayoutChallengeRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<InferenceRow | null> {
    return loaders.row(inferenceSource, payoutChallenge.inferenceId);
  }

  @FieldResolver(() => Account, { description: 'Who disputes.' })
  challenger(@Root() payoutChallenge: PayoutChallengeRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, payoutChallenge.challengerId);
  }
}

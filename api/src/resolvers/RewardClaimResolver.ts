import type { AccountRow, RewardClaimRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { RewardClaim } from '../types/RewardClaim.js';

/** Relations of a claim. */
@Resolver(() => RewardClaim)
export class RewardClaimResolver {
  @FieldResolver(() => Account, { description: 'Who took it.' })
  recipient(@Root() rewardClaim: RewardClaimRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, rewardClaim.recipientId);
  }
}

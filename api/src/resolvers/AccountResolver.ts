import { type AccountRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';

/** Totals and relations of an account. */
@Resolver(() => Account)
export class AccountResolver {
  @FieldResolver(() => bigIntScalar, { description: 'Sum of its payouts, wei.' })
  async earnedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountBalances.load(account.id)).earnedWei;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Taken so far, wei.' })
  async claimedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountBalances.load(account.id)).claimedWei;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Earned and not taken yet, wei.' })
  async claimableWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    const balance = await loaders.accountBalances.load(account.id);
    return balance.earnedWei - balance.claimedWei;
  }

  @FieldResolver(() => bigIntScalar, {
    description: 'Due by the rule over its inferences with a current reconciliation, wei.',
  })
  async expectedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountDues.load(account.id)).expectedWei;
  }

  @FieldResolver(() => bigIntScalar, {
    description:
      'Sum over those inferences of max(0, due − paid), wei: overpaid ones do not make up for underpaid ones.',
  })
  async owedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountDues.load(account.id)).owedWei;
  }
}

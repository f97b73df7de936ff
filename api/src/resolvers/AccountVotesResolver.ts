import { type AccountRow, gOpenHolderSource } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';

/** What an account has to say in the governor, now. */
@Resolver(() => Account)
export class AccountVotesResolver {
  @FieldResolver(() => bigIntScalar, { description: 'gOPEN that it holds, wei.' })
  async gOpenWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.row(gOpenHolderSource, account.id))?.balanceWei ?? 0n;
  }

  @FieldResolver(() => bigIntScalar, {
    description: 'What it votes with, delegated by itself and by others, wei of gOPEN.',
  })
  async votesWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.row(gOpenHolderSource, account.id))?.votesWei ?? 0n;
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who votes with its gOPEN; null: nobody.' })
  async delegate(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    const delegateId = (await loaders.row(gOpenHolderSource, account.id))?.delegateId ?? null;
    return delegateId === null ? null : loadAccount(loaders, delegateId);
  }
}

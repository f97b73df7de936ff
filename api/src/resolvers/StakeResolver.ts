import { type AccountRow, type StakeRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Stake } from '../types/Stake.js';

/** Relations of a stake. */
@Resolver(() => Stake)
export class StakeResolver {
  @FieldResolver(() => Account, { description: 'Whose it is.' })
  recipient(@Root() stake: StakeRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, stake.recipientId);
  }
}

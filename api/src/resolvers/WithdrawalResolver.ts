import { type AccountRow, type WithdrawalRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Withdrawal } from '../types/Withdrawal.js';

/** Relations of a withdrawal. */
@Resolver(() => Withdrawal)
export class WithdrawalResolver {
  @FieldResolver(() => Account, { description: 'Who sends it.' })
  sender(@Root() withdrawal: WithdrawalRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, withdrawal.senderId);
  }
}

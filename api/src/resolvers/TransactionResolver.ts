import { type AccountRow, type TransactionRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Transaction } from '../types/Transaction.js';

/** Relations of a transaction. */
@Resolver(() => Transaction)
export class TransactionResolver {
  @FieldResolver(() => Account, { description: 'Who sent it.' })
  from(@Root() transaction: TransactionRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, transaction.fromId);
  }
}

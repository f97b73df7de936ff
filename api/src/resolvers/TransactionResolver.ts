import { type AccountRow, protocolEventList, type ProtocolEventRow, type TransactionRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { PageArgs } from '../types/PageArgs.js';
import { ProtocolEventConnection } from '../types/ProtocolEvent.js';
import { Transaction } from '../types/Transaction.js';

/** Relations of a transaction. */
@Resolver(() => Transaction)
export class TransactionResolver {
  @FieldResolver(() => Account, { description: 'Who sent it.' })
  from(@Root() transaction: TransactionRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, transaction.fromId);
  }

  @FieldResolver(() => ProtocolEventConnection, { description: 'Events that it made, the last first.' })
  events(
    @Root() transaction: TransactionRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ProtocolEventRow>> {
    return loadConnection(loaders, protocolEventList({ parent: 'Transaction' }), page, transaction.hash);
  }
}

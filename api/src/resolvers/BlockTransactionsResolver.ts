import { type BlockRow, transactionList, type TransactionRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Block } from '../types/Block.js';
import { PageArgs } from '../types/PageArgs.js';
import { TransactionConnection } from '../types/Transaction.js';

/** Transactions of a block. */
@Resolver(() => Block)
export class BlockTransactionsResolver {
  @FieldResolver(() => TransactionConnection, {
    description: 'Transactions in it that the ledger keeps, the last first.',
  })
  transactions(
    @Root() block: BlockRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TransactionRow>> {
    return loadConnection(loaders, transactionList({ parent: 'Block' }), page, block.id);
  }
}

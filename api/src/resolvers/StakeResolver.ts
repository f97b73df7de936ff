import { type AccountRow, stakeEventList, type StakeEventRow, type StakeRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { PageArgs } from '../types/PageArgs.js';
import { Stake } from '../types/Stake.js';
import { StakeEventConnection } from '../types/StakeEvent.js';

/** Relations of a stake. */
@Resolver(() => Stake)
export class StakeResolver {
  @FieldResolver(() => Account, { description: 'Whose it is.' })
  recipient(@Root() stake: StakeRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, stake.recipientId);
  }

  @FieldResolver(() => StakeEventConnection, { description: 'What happened to it.' })
  events(
    @Root() stake: StakeRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<StakeEventRow>> {
    return loadConnection(loaders, stakeEventList({ parent: 'Stake' }), page, stake.id);
  }
}

import { type AccountRow, type StakeEventRow, type StakeRow, stakeSource } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Stake } from '../types/Stake.js';
import { StakeEvent } from '../types/StakeEvent.js';

/** Relations of a stake event. */
@Resolver(() => StakeEvent)
export class StakeEventResolver {
  @FieldResolver(() => Stake, { nullable: true, description: 'The stake; null when none is known by that id.' })
  stake(@Root() stakeEvent: StakeEventRow, @Ctx() { loaders }: RequestContext): Promise<StakeRow | null> {
    return loaders.row(stakeSource, stakeEvent.stakeId);
  }

  @FieldResolver(() => Account, { description: 'Whose it is.' })
  recipient(@Root() stakeEvent: StakeEventRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, stakeEvent.recipientId);
  }
}

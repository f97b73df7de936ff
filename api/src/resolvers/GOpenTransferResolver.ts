import { type AccountRow, type GOpenTransferRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { GOpenTransfer } from '../types/GOpenTransfer.js';

/** Relations of a g open transfer. */
@Resolver(() => GOpenTransfer)
export class GOpenTransferResolver {
  @FieldResolver(() => Account, { nullable: true, description: 'Who had it; null when it was wrapped.' })
  async from(@Root() gOpenTransfer: GOpenTransferRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    return gOpenTransfer.fromId === null ? null : loadAccount(loaders, gOpenTransfer.fromId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who has it now; null when it was unwrapped.' })
  async to(@Root() gOpenTransfer: GOpenTransferRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    return gOpenTransfer.toId === null ? null : loadAccount(loaders, gOpenTransfer.toId);
  }
}

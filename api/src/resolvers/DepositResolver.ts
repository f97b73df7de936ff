import { type AccountRow, type DepositRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Deposit } from '../types/Deposit.js';

/** Relations of a deposit. */
@Resolver(() => Deposit)
export class DepositResolver {
  @FieldResolver(() => Account, { description: 'Whom it was created for.' })
  from(@Root() deposit: DepositRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, deposit.fromId);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Whom the value was sent on to; null when it creates a contract.',
  })
  async to(@Root() deposit: DepositRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    return deposit.toId === null ? null : loadAccount(loaders, deposit.toId);
  }
}

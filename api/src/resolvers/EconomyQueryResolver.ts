import {
  depositList,
  type DepositRow,
  gOpenTransferList,
  type GOpenTransferRow,
  stakeList,
  type StakeRow,
  stakeSource,
  stakingConfigList,
  type StakingConfigRow,
  transactionList,
  type TransactionRow,
  withdrawalList,
  type WithdrawalRow,
} from '@tributary/db';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { DepositConnection } from '../types/Deposit.js';
import { GOpenTransferConnection } from '../types/GOpenTransfer.js';
import { GOpenTransferKind } from '../types/networkEnums.js';
import { PageArgs } from '../types/PageArgs.js';
import { Stake, StakeConnection } from '../types/Stake.js';
import { StakingConfigConnection } from '../types/StakingConfig.js';
import { TransactionConnection } from '../types/Transaction.js';
import { WithdrawalConnection } from '../types/Withdrawal.js';

/** OPEN as it moves: transactions and their gas, the way to the parent chain and back, gOPEN, stakes. */
@Resolver()
export class EconomyQueryResolver {
  @Query(() => Stake, { nullable: true, description: 'A stake by its id.' })
  stake(
    @Arg('stakingId', () => String, { description: 'Decimal.' }) stakingId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<StakeRow | null> {
    return loaders.row(stakeSource, stakingId);
  }

  @Query(() => TransactionConnection, { description: 'Transactions that the ledger keeps.' })
  transactions(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('hash', () => String, {
      nullable: true,
      description: 'Only this hash, 0x hex, lower case; a deposit may be repeated.',
    })
    hash: string | null | undefined,
    @Arg('contract', () => String, {
      nullable: true,
      description: 'Only those sent to this contract of the deployment.',
    })
    contract: string | null | undefined,
    @Arg('functionName', () => String, { nullable: true, description: 'Only those that called this function.' })
    functionName: string | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TransactionRow>> {
    return loadConnection(loaders, transactionList({ hash, contract, functionName }), page);
  }

  @Query(() => DepositConnection, { description: 'OPEN that came from the parent chain.' })
  deposits(@Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: RequestContext): Promise<Connection<DepositRow>> {
    return loadConnection(loaders, depositList(), page);
  }

  @Query(() => WithdrawalConnection, { description: 'Messages to the parent chain.' })
  withdrawals(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<WithdrawalRow>> {
    return loadConnection(loaders, withdrawalList(), page);
  }

  @Query(() => GOpenTransferConnection, { description: 'gOPEN that changed hands, came to be or went.' })
  gOpenTransfers(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('kind', () => GOpenTransferKind, { nullable: true, description: 'Only this kind.' })
    kind: GOpenTransferKind | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<GOpenTransferRow>> {
    return loadConnection(loaders, gOpenTransferList({ kind }), page);
  }

  @Query(() => StakeConnection, { description: 'Stakes of gOPEN.' })
  stakes(@Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: RequestContext): Promise<Connection<StakeRow>> {
    return loadConnection(loaders, stakeList(), page);
  }

  @Query(() => StakingConfigConnection, { description: 'Terms of staking as they were set.' })
  stakingConfigs(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<StakingConfigRow>> {
    return loadConnection(loaders, stakingConfigList(), page);
  }
}

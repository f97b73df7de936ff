import { type StakeRow, stakeSource } from '@tributary/db';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Stake } from '../types/Stake.js';

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
}

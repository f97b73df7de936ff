import type { ChainHeadRow } from '@tributary/db';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Chain } from '../types/Chain.js';

@Resolver()
export class ChainResolver {
  @Query(() => Chain, {
    nullable: true,
    description: 'Where the chain stands; null while the indexer has not asked its node yet.',
  })
  chain(@Ctx() { loaders }: RequestContext): Promise<ChainHeadRow | null> {
    return loaders.chainHead();
  }
}

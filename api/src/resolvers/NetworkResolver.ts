import type { VerdictCountRow } from '@tributary/db';
import { Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import type { NetworkIdentity, RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Network } from '../types/Network.js';
import { VerdictCount } from '../types/VerdictCount.js';

/** Everything that is counted over the whole network; each question is asked once a request, and only when needed. */
@Resolver(() => Network)
export class NetworkResolver {
  @Query(() => Network, { description: 'The chain that is indexed, as a whole.' })
  network(@Ctx() { network }: RequestContext): NetworkIdentity {
    return network;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Highest block indexed; null before the first.' })
  async indexedBlockNumber(@Ctx() context: RequestContext): Promise<number | null> {
    return (await context.loaders.indexedBlock())?.blockNumber ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Hash of that block, 0x hex; null before the first.' })
  async indexedBlockHash(@Ctx() context: RequestContext): Promise<string | null> {
    return (await context.loaders.indexedBlock())?.blockHash ?? null;
  }

  @FieldResolver(() => Int, { description: 'Datanets.' })
  async datanetCount(@Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.networkTotals()).datanetCount;
  }

  @FieldResolver(() => Int, { description: 'Contributions, whatever their status.' })
  async contributionCount(@Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.networkTotals()).contributionCount;
  }

  @FieldResolver(() => Int, { description: 'Models and adapters.' })
  async modelCount(@Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.networkTotals()).modelCount;
  }

  @FieldResolver(() => Int, { description: 'Settled inferences.' })
  async inferenceCount(@Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.networkTotals()).inferenceCount;
  }

  @FieldResolver(() => Int, { description: 'Accounts that an event names.' })
  async accountCount(@Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.networkTotals()).accountCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Fees of all inferences, wei.' })
  async feesWei(@Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.networkTotals()).feesWei;
  }

  @FieldResolver(() => bigIntScalar, { description: 'All payouts, wei.' })
  async paidWei(@Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.networkTotals()).paidWei;
  }
  @FieldResolver(() => [VerdictCount], {
    description: 'Inferences by verdict, the most frequent first; absent verdicts are left out.',
  })
  verdictCounts(@Ctx() { loaders }: RequestContext): Promise<VerdictCountRow[]> {
    return loaders.networkVerdictCounts();
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Median time from settlement to verdict over the newest 1,000 decided, milliseconds; null before the first.',
  })
  async settledToVerdictMsP50(@Ctx() { loaders }: RequestContext): Promise<number | null> {
    return (await loaders.verdictDelays()).p50Ms;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'The 95th percentile of the same, milliseconds; null before the first.',
  })
  async settledToVerdictMsP95(@Ctx() { loaders }: RequestContext): Promise<number | null> {
    return (await loaders.verdictDelays()).p95Ms;
  }
}

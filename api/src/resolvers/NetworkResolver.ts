import { describeLedgerOrigin, type VerdictCountRow } from '@tributary/db';
import { Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import type { NetworkIdentity, RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Network } from '../types/Network.js';
import { VerdictCount } from '../types/VerdictCount.js';

/** Everything that is counted over the whole network; a question is asked only when needed. */
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

  @FieldResolver(() => Boolean, {
    description:
      'Whether all of it was made up to try things at scale, and read from no chain. Say so wherever it is shown.',
  })
  async isSynthetic(@Ctx() { loaders }: RequestContext): Promise<boolean> {
    return (await loaders.ledgerOrigin()) !== null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'One sentence on what it was made from; null when it was read from a chain.',
  })
  async syntheticReason(@Ctx() { loaders }: RequestContext): Promise<string | null> {
    const origin = await loaders.ledgerOrigin();
    return origin && describeLedgerOrigin(origin);
  }

  @FieldResolver(() => Int, { description: 'Datanets.' })
  async datanetCount(@Ctx() { statistics }: RequestContext): Promise<number> {
    return (await statistics.loadTotals()).datanetCount;
  }

  @FieldResolver(() => Int, { description: 'Contributions, whatever their status.' })
  async contributionCount(@Ctx() { statistics }: RequestContext): Promise<number> {
    return (await statistics.loadTotals()).contributionCount;
  }

  @FieldResolver(() => Int, { description: 'Models and adapters.' })
  async modelCount(@Ctx() { statistics }: RequestContext): Promise<number> {
    return (await statistics.loadTotals()).modelCount;
  }

  @FieldResolver(() => Int, { description: 'Settled inferences.' })
  async inferenceCount(@Ctx() { statistics }: RequestContext): Promise<number> {
    return (await statistics.loadTotals()).inferenceCount;
  }

  @FieldResolver(() => Int, { description: 'Accounts that an event names.' })
  async accountCount(@Ctx() { statistics }: RequestContext): Promise<number> {
    return (await statistics.loadTotals()).accountCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Fees of all inferences, wei.' })
  async feesWei(@Ctx() { statistics }: RequestContext): Promise<bigint> {
    return (await statistics.loadTotals()).feesWei;
  }

  @FieldResolver(() => bigIntScalar, { description: 'All payouts, wei.' })
  async paidWei(@Ctx() { statistics }: RequestContext): Promise<bigint> {
    return (await statistics.loadTotals()).paidWei;
  }
  @FieldResolver(() => [VerdictCount], {
    description: 'Inferences by verdict, the most frequent first; absent verdicts are left out.',
  })
  verdictCounts(@Ctx() { statistics }: RequestContext): Promise<VerdictCountRow[]> {
    return statistics.loadVerdictCounts();
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Median time from settlement to verdict over the newest 1,000 decided, milliseconds; null before the first.',
  })
  async settledToVerdictMsP50(@Ctx() { statistics }: RequestContext): Promise<number | null> {
    return (await statistics.loadVerdictDelays()).p50Ms;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'The 95th percentile of the same, milliseconds; null before the first.',
  })
  async settledToVerdictMsP95(@Ctx() { statistics }: RequestContext): Promise<number | null> {
    return (await statistics.loadVerdictDelays()).p95Ms;
  }
}

import { type BlockRow, blockSource, type EvidenceRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { Evidence } from '../types/Evidence.js';

/** The root value is the row of the fact itself. */
@Resolver(() => Evidence)
export class EvidenceResolver {
  @FieldResolver(() => String, { nullable: true, description: '0x hex; null when the block is not indexed.' })
  async blockHash(@Root() fact: EvidenceRow, @Ctx() context: RequestContext): Promise<string | null> {
    return (await loadBlock(fact, context))?.hash ?? null;
  }

  @FieldResolver(() => dateTimeScalar, {
    nullable: true,
    description: 'Time of the block; null when it is not indexed.',
  })
  async timestamp(@Root() fact: EvidenceRow, @Ctx() context: RequestContext): Promise<Date | null> {
    return (await loadBlock(fact, context))?.timestamp ?? null;
  }
}

function loadBlock(fact: EvidenceRow, { loaders }: RequestContext): Promise<BlockRow | null> {
  return loaders.row(blockSource, String(fact.blockNumber));
}

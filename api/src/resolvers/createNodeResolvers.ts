import type { EvidenceRow } from '@tributary/db';
import { type ClassType, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { getFinality } from '../getFinality.js';
import { encodeNodeId, type NodeKind } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import { Evidence } from '../types/Evidence.js';
import { Finality } from '../types/enums.js';

/** Resolver of `id` of one type. */
export function createIdResolver(type: ClassType, kind: NodeKind): new () => object {
  @Resolver(() => type)
  class IdResolver {
    @FieldResolver(() => ID, { description: 'Global id, opaque. Ids of the chain are separate fields.' })
    id(@Root() row: { id: string }): string {
      return encodeNodeId(kind, row.id);
    }
  }
  return IdResolver;
}

/** Resolver of `finality` of one type; `getBlockNumber` tells where its rows stand. */
export function createFinalityResolver<Row extends object>(
  type: ClassType,
  getBlockNumber: (row: Row) => number,
): new () => object {
  @Resolver(() => type)
  class FinalityResolver {
    @FieldResolver(() => Finality, {
      nullable: true,
      description: 'How firmly the chain holds its block; null while the indexer does not know.',
    })
    async finality(@Root() row: Row, @Ctx() { loaders }: RequestContext): Promise<Finality | null> {
      return getFinality(getBlockNumber(row), await loaders.chainHead());
    }
  }
  return FinalityResolver;
}

/** Resolver of `evidence` of one type whose rows hold their place on chain. */
export function createEvidenceResolver(type: ClassType): new () => object {
  @Resolver(() => type)
  class FactResolver {
    @FieldResolver(() => Evidence, { description: 'Where on chain it was recorded.' })
    evidence(@Root() row: EvidenceRow): EvidenceRow {
      return row;
    }
  }
  return FactResolver;
}

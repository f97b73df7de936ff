import type { EvidenceRow } from '@tributary/db';
import { type ClassType, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { encodeNodeId, type NodeKind } from '../nodeId.js';
import { Evidence } from '../types/Evidence.js';

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

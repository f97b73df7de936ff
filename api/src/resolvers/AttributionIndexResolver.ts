import {
  type AttributionIndexRow,
  type IndexQualityRow,
  indexQualitySource,
  type ModelRow,
  modelSource,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { AttributionIndex } from '../types/AttributionIndex.js';
import { IndexQuality } from '../types/IndexQuality.js';
import { Model } from '../types/Model.js';

/** Relations of an attribution index. */
@Resolver(() => AttributionIndex)
export class AttributionIndexResolver {
  @FieldResolver(() => Model, { nullable: true, description: 'Whose index it is; null when no such model is known.' })
  model(@Root() attributionIndex: AttributionIndexRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, attributionIndex.modelId);
  }

  @FieldResolver(() => IndexQuality, {
    nullable: true,
    description: 'How far to trust its shares; null while the engine has not measured it.',
  })
  quality(
    @Root() attributionIndex: AttributionIndexRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<IndexQualityRow | null> {
    return loaders.row(indexQualitySource, attributionIndex.id);
  }
}

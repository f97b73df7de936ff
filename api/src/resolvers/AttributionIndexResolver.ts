import { type AttributionIndexRow, type ModelRow, modelSource } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { AttributionIndex } from '../types/AttributionIndex.js';
import { Model } from '../types/Model.js';

/** Relations of an attribution index. */
@Resolver(() => AttributionIndex)
export class AttributionIndexResolver {
  @FieldResolver(() => Model, { nullable: true, description: 'Whose index it is; null when no such model is known.' })
  model(@Root() attributionIndex: AttributionIndexRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, attributionIndex.modelId);
  }
}

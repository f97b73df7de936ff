import { type AttributionDatanetWeightRow, type DatanetRow, datanetSource } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { AttributionDatanetWeight } from '../types/AttributionDatanetWeight.js';
import { Datanet } from '../types/Datanet.js';

/** Relations of a datanet weight. */
@Resolver(() => AttributionDatanetWeight)
export class AttributionDatanetWeightResolver {
  @FieldResolver(() => Datanet, { nullable: true, description: 'The datanet; null when none is known by that id.' })
  datanet(
    @Root() attributionDatanetWeight: AttributionDatanetWeightRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, attributionDatanetWeight.datanetId);
  }
}

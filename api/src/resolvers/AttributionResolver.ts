import { type AttributionDatanetWeightRow, attributionDatanetWeights, type AttributionRow } from '@tributary/db';
import { NO_DIGEST } from '@tributary/protocol';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Attribution } from '../types/Attribution.js';
import { AttributionDatanetWeight } from '../types/AttributionDatanetWeight.js';

/** A bound on one event; more would not fit into a block. */
const MAX_WEIGHTS = 1_000;

/** Relations of an attribution. */
@Resolver(() => Attribution)
export class AttributionResolver {
  @FieldResolver(() => Boolean, { description: "True when the operator says that nobody's data shaped the answer." })
  unattributed(@Root() attribution: AttributionRow): boolean {
    return attribution.sharesRoot === NO_DIGEST;
  }

  @FieldResolver(() => [AttributionDatanetWeight], {
    description: 'By datanet, in the order of the event, at most 1,000.',
  })
  datanetWeights(
    @Root() attribution: AttributionRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttributionDatanetWeightRow[]> {
    return loaders.groups(attributionDatanetWeights, MAX_WEIGHTS).load(attribution.id);
  }
}

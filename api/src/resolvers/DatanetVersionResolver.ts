import { type DatanetRow, datanetSource, type DatanetVersionRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Datanet } from '../types/Datanet.js';
import { DatanetVersion } from '../types/DatanetVersion.js';

/** Relations of a datanet version. */
@Resolver(() => DatanetVersion)
export class DatanetVersionResolver {
  @FieldResolver(() => Datanet, { nullable: true, description: 'The datanet; null when none is known by that id.' })
  datanet(@Root() datanetVersion: DatanetVersionRow, @Ctx() { loaders }: RequestContext): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, datanetVersion.datanetId);
  }
}

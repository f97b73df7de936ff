import {
  type DatanetRow,
  datanetSource,
  type DatanetVersionRow,
  datanetVersionSource,
  type TrainingRunInputRow,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Datanet } from '../types/Datanet.js';
import { DatanetVersion } from '../types/DatanetVersion.js';
import { TrainingRunInput } from '../types/TrainingRunInput.js';

/** Relations of an input of a training run. */
@Resolver(() => TrainingRunInput)
export class TrainingRunInputResolver {
  @FieldResolver(() => Datanet, { nullable: true, description: 'The datanet; null when none is known by that id.' })
  datanet(
    @Root() trainingRunInput: TrainingRunInputRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, trainingRunInput.datanetId);
  }

  @FieldResolver(() => DatanetVersion, {
    nullable: true,
    description: 'The version; null when none is known by that number.',
  })
  datanetVersion(
    @Root() trainingRunInput: TrainingRunInputRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<DatanetVersionRow | null> {
    return loaders.row(datanetVersionSource, trainingRunInput.datanetVersionId);
  }
}

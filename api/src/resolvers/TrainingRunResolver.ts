import {
  type AccountRow,
  type ModelRow,
  modelSource,
  type TrainingRunInputRow,
  trainingRunInputs,
  type TrainingRunRow,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Model } from '../types/Model.js';
import { TrainingRun } from '../types/TrainingRun.js';
import { TrainingRunInput } from '../types/TrainingRunInput.js';

/** A bound on one event; more would not fit into a block. */
const MAX_INPUTS = 1_000;

/** Relations of a training run. */
@Resolver(() => TrainingRun)
export class TrainingRunResolver {
  @FieldResolver(() => Model, { nullable: true, description: 'What was trained; null when no such model is known.' })
  model(@Root() trainingRun: TrainingRunRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, trainingRun.modelId);
  }

  @FieldResolver(() => Account, { description: 'Who recorded it.' })
  trainer(@Root() trainingRun: TrainingRunRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, trainingRun.trainerId);
  }

  @FieldResolver(() => [TrainingRunInput], {
    description: 'Datanet versions it used, in the order of the event, at most 1,000.',
  })
  inputs(@Root() trainingRun: TrainingRunRow, @Ctx() { loaders }: RequestContext): Promise<TrainingRunInputRow[]> {
    return loaders.groups(trainingRunInputs, MAX_INPUTS).load(trainingRun.id);
  }
}

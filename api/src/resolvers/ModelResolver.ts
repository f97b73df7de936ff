import {
  type AccountRow,
  attributionIndexList,
  type AttributionIndexRow,
  datanetList,
  type DatanetRow,
  feePolicyList,
  type FeePolicyRow,
  inferenceList,
  type InferenceRow,
  latestFeePolicies,
  latestIndexes,
  modelList,
  type ModelRow,
  modelSource,
  trainingRunList,
  type TrainingRunRow,
  type VerdictCountRow,
} from '@tributary/db';
import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { AttributionIndex, AttributionIndexConnection } from '../types/AttributionIndex.js';
import { DatanetConnection } from '../types/Datanet.js';
import { FeePolicy, FeePolicyConnection } from '../types/FeePolicy.js';
import { InferenceConnection } from '../types/Inference.js';
import { Model, ModelConnection } from '../types/Model.js';
import { PageArgs } from '../types/PageArgs.js';
import { TrainingRunConnection } from '../types/TrainingRun.js';
import { VerdictCount } from '../types/VerdictCount.js';
import { Verdict } from '../types/enums.js';

/** Totals and relations of a model. */
@Resolver(() => Model)
export class ModelResolver {
  @FieldResolver(() => Account, { description: 'Who registered it.' })
  owner(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, model.ownerId);
  }

  @FieldResolver(() => Model, {
    nullable: true,
    description: 'The model it adapts; null for a base model or one that is not known.',
  })
  baseModel(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, model.baseModelId);
  }

  @FieldResolver(() => ModelConnection, { description: 'Models that adapt this one.' })
  adapters(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ModelRow>> {
    return loadConnection(loaders, modelList({ parent: 'Model' }), page, model.id);
  }

  @FieldResolver(() => TrainingRunConnection, { description: 'What it was trained on.' })
  trainingRuns(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TrainingRunRow>> {
    return loadConnection(loaders, trainingRunList({ parent: 'Model' }), page, model.id);
  }

  @FieldResolver(() => InferenceConnection, { description: 'Its answers.' })
  inferences(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('verdict', () => Verdict, { nullable: true, description: 'Only these; all when absent.' })
    verdict: Verdict | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<InferenceRow>> {
    return loadConnection(
      loaders,
      inferenceList({ parent: 'Model', verdicts: verdict == null ? [] : [verdict] }),
      page,
      model.id,
    );
  }

  @FieldResolver(() => AttributionIndexConnection, {
    description: 'Committed attribution indexes, the one in force first.',
  })
  indexes(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttributionIndexRow>> {
    return loadConnection(loaders, attributionIndexList(), page, model.id);
  }

  @FieldResolver(() => FeePolicyConnection, { description: 'Fee policies, the one in force first.' })
  feePolicies(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<FeePolicyRow>> {
    return loadConnection(loaders, feePolicyList(), page, model.id);
  }

  @FieldResolver(() => DatanetConnection, { description: 'Datanets that its recorded training runs used.' })
  datanets(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<DatanetRow>> {
    return loadConnection(loaders, datanetList({ parent: 'Model' }), page, model.id);
  }

  @FieldResolver(() => AttributionIndex, {
    nullable: true,
    description: 'The index in force now; null before the first.',
  })
  async currentIndex(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<AttributionIndexRow | null> {
    return (await loaders.groups(latestIndexes, 1).load(model.id))[0] ?? null;
  }

  @FieldResolver(() => FeePolicy, {
    nullable: true,
    description: 'The fee policy in force now; null before the first.',
  })
  async currentFeePolicy(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<FeePolicyRow | null> {
    return (await loaders.groups(latestFeePolicies, 1).load(model.id))[0] ?? null;
  }

  @FieldResolver(() => Int, { description: 'Its answers.' })
  async inferenceCount(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.modelTotals.load(model.id)).inferenceCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Fees of its answers, wei.' })
  async feesWei(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.modelTotals.load(model.id)).feesWei;
  }

  @FieldResolver(() => [VerdictCount], {
    description: 'Its answers by verdict, the most frequent first; absent verdicts are left out.',
  })
  verdictCounts(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<VerdictCountRow[]> {
    return loaders.modelVerdictCounts.load(model.id);
  }
}

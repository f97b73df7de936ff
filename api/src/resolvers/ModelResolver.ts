import {
  type AccountRow,
  type AttributionIndexRow,
  type FeePolicyRow,
  latestFeePolicies,
  latestIndexes,
  type ModelRow,
  modelSource,
  type VerdictCountRow,
} from '@tributary/db';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { AttributionIndex } from '../types/AttributionIndex.js';
import { FeePolicy } from '../types/FeePolicy.js';
import { Model } from '../types/Model.js';
import { VerdictCount } from '../types/VerdictCount.js';

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

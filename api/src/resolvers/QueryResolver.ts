import {
  type AccountRow,
  accountSource,
  type BlockRow,
  blockByHashSource,
  blockSource,
  type ContributionRow,
  contributionSource,
  type DatanetRow,
  datanetSource,
  type InferenceRow,
  inferenceSource,
  type ModelRow,
  modelSource,
  type TrainingRunRow,
  trainingRunSource,
} from '@tributary/db';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Block } from '../types/Block.js';
import { Contribution } from '../types/Contribution.js';
import { Datanet } from '../types/Datanet.js';
import { Inference } from '../types/Inference.js';
import { Model } from '../types/Model.js';
import { TrainingRun } from '../types/TrainingRun.js';

/** Where a client enters: things by their chain id (null when unknown), and lists, newest first. */
@Resolver()
export class QueryResolver {
  @Query(() => Datanet, { nullable: true, description: 'A datanet by its id.' })
  datanet(
    @Arg('datanetId', () => String, { description: 'Decimal.' }) datanetId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, datanetId);
  }

  @Query(() => Contribution, { nullable: true, description: 'A contribution by its id.' })
  contribution(
    @Arg('contributionId', () => String, { description: 'Decimal.' }) contributionId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, contributionId);
  }

  @Query(() => Model, { nullable: true, description: 'A model by its id.' })
  model(
    @Arg('modelId', () => String, { description: 'Decimal.' }) modelId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ModelRow | null> {
    return loaders.row(modelSource, modelId);
  }

  @Query(() => TrainingRun, { nullable: true, description: 'A training run by its id.' })
  trainingRun(
    @Arg('runId', () => String, { description: 'Decimal.' }) runId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<TrainingRunRow | null> {
    return loaders.row(trainingRunSource, runId);
  }

  @Query(() => Inference, { nullable: true, description: 'An inference by its id.' })
  inference(
    @Arg('inferenceId', () => String, { description: 'Decimal.' }) inferenceId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<InferenceRow | null> {
    return loaders.row(inferenceSource, inferenceId);
  }

  @Query(() => Account, { nullable: true, description: 'An account by its address.' })
  account(
    @Arg('address', () => String, { description: '0x and 40 hex digits, any case.' }) address: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AccountRow | null> {
    return loaders.row(accountSource, address.toLowerCase());
  }

  @Query(() => Block, {
    nullable: true,
    description: 'A block that holds an event, by number or by hash; when both are given they must agree.',
  })
  async block(
    @Arg('number', () => Int, { nullable: true, description: 'Height.' }) number: number | null | undefined,
    @Arg('hash', () => String, { nullable: true, description: '0x hex, any case.' }) hash: string | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<BlockRow | null> {
    if (number != null) {
      const block = await loaders.row(blockSource, String(number));
      return hash == null || block?.hash === hash.toLowerCase() ? block : null;
    }
    return loaders.row(blockByHashSource, hash == null ? null : hash.toLowerCase());
  }
}

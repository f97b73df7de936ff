import {
  type AccountRow,
  accountSource,
  type BlockRow,
  blockByHashSource,
  blockSource,
  contributionList,
  type ContributionRow,
  contributionSource,
  datanetList,
  type DatanetRow,
  datanetSource,
  inferenceList,
  type InferenceRow,
  inferenceSource,
  modelList,
  type ModelRow,
  modelSource,
  payoutList,
  type PayoutRow,
  protocolEventList,
  type ProtocolEventRow,
  reconciliationList,
  type ReconciliationRow,
  trainingRunList,
  type TrainingRunRow,
  trainingRunSource,
} from '@tributary/db';
import { Arg, Args, Ctx, Int, Query, Resolver } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Block } from '../types/Block.js';
import { Contribution, ContributionConnection } from '../types/Contribution.js';
import { Datanet, DatanetConnection } from '../types/Datanet.js';
import { ContributionStatus, ModelKind, PayoutRole, Verdict } from '../types/enums.js';
import { Inference, InferenceConnection } from '../types/Inference.js';
import { Model, ModelConnection } from '../types/Model.js';
import { PageArgs } from '../types/PageArgs.js';
import { PayoutConnection } from '../types/Payout.js';
import { ProtocolEventConnection } from '../types/ProtocolEvent.js';
import { ReconciliationConnection } from '../types/Reconciliation.js';
import { TrainingRun, TrainingRunConnection } from '../types/TrainingRun.js';

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

  @Query(() => DatanetConnection, { description: 'Datanets.' })
  datanets(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('name', () => String, { nullable: true, description: 'Only names that begin so, case ignored.' })
    name: string | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<DatanetRow>> {
    return loadConnection(loaders, datanetList({ name }), page);
  }

  @Query(() => Contribution, { nullable: true, description: 'A contribution by its id.' })
  contribution(
    @Arg('contributionId', () => String, { description: 'Decimal.' }) contributionId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, contributionId);
  }

  @Query(() => ContributionConnection, { description: 'Contributions.' })
  contributions(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ContributionStatus, { nullable: true, description: 'Only this status.' })
    status: ContributionStatus | null | undefined,
    @Arg('license', () => String, { nullable: true, description: 'Only exactly this licence text.' })
    license: string | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ContributionRow>> {
    return loadConnection(loaders, contributionList({ status, license }), page);
  }

  @Query(() => Model, { nullable: true, description: 'A model by its id.' })
  model(
    @Arg('modelId', () => String, { description: 'Decimal.' }) modelId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ModelRow | null> {
    return loaders.row(modelSource, modelId);
  }

  @Query(() => ModelConnection, { description: 'Models.' })
  models(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('kind', () => ModelKind, { nullable: true, description: 'Only this kind.' })
    kind: ModelKind | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ModelRow>> {
    return loadConnection(loaders, modelList({ kind }), page);
  }

  @Query(() => TrainingRun, { nullable: true, description: 'A training run by its id.' })
  trainingRun(
    @Arg('runId', () => String, { description: 'Decimal.' }) runId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<TrainingRunRow | null> {
    return loaders.row(trainingRunSource, runId);
  }

  @Query(() => TrainingRunConnection, { description: 'Training runs.' })
  trainingRuns(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TrainingRunRow>> {
    return loadConnection(loaders, trainingRunList({}), page);
  }

  @Query(() => Inference, { nullable: true, description: 'An inference by its id.' })
  inference(
    @Arg('inferenceId', () => String, { description: 'Decimal.' }) inferenceId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<InferenceRow | null> {
    return loaders.row(inferenceSource, inferenceId);
  }

  @Query(() => InferenceConnection, {
    description: 'Inferences; an inference without a current reconciliation is PENDING.',
  })
  inferences(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('verdict', () => Verdict, { nullable: true, description: 'Only this verdict.' })
    verdict: Verdict | null | undefined,
    @Arg('verdicts', () => [Verdict], {
      nullable: true,
      description: 'Only these verdicts, together with the one above; all when both are absent.',
    })
    verdicts: Verdict[] | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<InferenceRow>> {
    return loadConnection(
      loaders,
      inferenceList({ verdicts: [...(verdict == null ? [] : [verdict]), ...(verdicts ?? [])] }),
      page,
    );
  }

  @Query(() => Account, { nullable: true, description: 'An account by its address.' })
  account(
    @Arg('address', () => String, { description: '0x and 40 hex digits, any case.' }) address: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AccountRow | null> {
    return loaders.row(accountSource, address.toLowerCase());
  }

  @Query(() => PayoutConnection, { description: 'Payouts.' })
  payouts(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('role', () => PayoutRole, { nullable: true, description: 'Only this role.' })
    role: PayoutRole | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<PayoutRow>> {
    return loadConnection(loaders, payoutList({ role }), page);
  }

  @Query(() => ReconciliationConnection, {
    description:
      'Reconciliations, those of the newest inferences first; stale ones too, under the verdict they were given.',
  })
  reconciliations(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('verdict', () => Verdict, { nullable: true, description: 'Only this verdict.' })
    verdict: Verdict | null | undefined,
    @Arg('verdicts', () => [Verdict], {
      nullable: true,
      description: 'Only these verdicts, together with the one above; all when both are absent.',
    })
    verdicts: Verdict[] | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ReconciliationRow>> {
    return loadConnection(
      loaders,
      reconciliationList({ verdicts: [...(verdict == null ? [] : [verdict]), ...(verdicts ?? [])] }),
      page,
    );
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

  @Query(() => ProtocolEventConnection, { description: 'Every event of the contracts.' })
  events(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ProtocolEventRow>> {
    return loadConnection(loaders, protocolEventList({}), page);
  }
}

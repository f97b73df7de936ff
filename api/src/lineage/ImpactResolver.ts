import {
  type AccountRow,
  type AttributionIndexRow,
  contributionSource,
  datanetSource,
  type DatanetVersionRow,
  datanetVersionSource,
  type EntitySource,
  type ImpactAnswers as ImpactAnswersRow,
  type ImpactCounts as ImpactCountsRow,
  type ImpactPayouts as ImpactPayoutsRow,
  type ImpactRecipient as ImpactRecipientRow,
  type ImpactSubject,
  type InferenceRow,
  loadImpactCounts,
  loadImpactIndexes,
  loadImpactInferences,
  loadImpactPayoutRows,
  loadImpactRecipients,
  loadImpactScope,
  loadRowsAsOf,
  type ModelRow,
  modelSource,
  type PayoutRow,
  type TrainingRunRow,
  trainingRunSource,
} from '@tributary/db';
import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { AttributionIndex } from '../types/AttributionIndex.js';
import { DatanetVersion } from '../types/DatanetVersion.js';
import { Inference } from '../types/Inference.js';
import { Model } from '../types/Model.js';
import { Payout } from '../types/Payout.js';
import { TrainingRun } from '../types/TrainingRun.js';
import { answerAsOf } from './answerAsOf.js';
import { AsOfArgs } from './AnsweredAt.js';
import { BadImpactSubjectError, BadRangeError } from './errors.js';
import { Impact, ImpactAnswers, ImpactCounts, ImpactPayouts, ImpactRecipient, type ImpactRoot } from './Impact.js';

const MAX_FIRST = 100;

/** The same argument on every list of an Impact. */
const First = () =>
  Arg('first', () => Int, { defaultValue: 20, description: 'How many at most, 1 to 100.' }) as ParameterDecorator;

@Resolver(() => Impact)
export class ImpactResolver {
  @Query(() => Impact, {
    nullable: true,
    description: 'What a withdrawal touches downstream. Null when there was no such thing at the block.',
  })
  impact(
    @Arg('contributionId', () => String, { nullable: true, description: 'Decimal; or datanetId.' })
    contributionId: string | null | undefined,
    @Arg('datanetId', () => String, { nullable: true, description: 'Decimal; or contributionId.' })
    datanetId: string | null | undefined,
    @Args(() => AsOfArgs) asOf: AsOfArgs,
    @Ctx() { loaders: { db } }: RequestContext,
  ): Promise<ImpactRoot | null> {
    const subject = getSubject(contributionId ?? null, datanetId ?? null);
    return answerAsOf(db, asOf, async (answeredAt) => {
      const source: EntitySource<object> = subject.kind === 'Datanet' ? datanetSource : contributionSource;
      const [row] = await loadRowsAsOf(db, subject.kind, source, answeredAt.blockNumber, [subject.id]);
      return row == null ? null : { answeredAt, scope: await loadImpactScope(db, subject, answeredAt.blockNumber) };
    });
  }

  @FieldResolver(() => ImpactCounts, { description: 'Who would be touched and how much was committed.' })
  counts(@Root() { scope }: ImpactRoot, @Ctx() { loaders }: RequestContext): Promise<ImpactCountsRow> {
    return loadImpactCounts(loaders.db, scope);
  }

  @FieldResolver(() => Int, { description: 'Datanet versions that hold it.' })
  versionCount(@Root() { scope }: ImpactRoot): number {
    return scope.versionIds.length;
  }

  @FieldResolver(() => [DatanetVersion], { description: 'The newest of them.' })
  versions(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() context: RequestContext,
  ): Promise<DatanetVersionRow[]> {
    return loadFirst(context, datanetVersionSource, scope.versionIds, first);
  }

  @FieldResolver(() => Int, { description: 'Training runs that used one of those versions.' })
  trainingRunCount(@Root() { scope }: ImpactRoot): number {
    return scope.runIds.length;
  }

  @FieldResolver(() => [TrainingRun], { description: 'The newest of them.' })
  trainingRuns(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() context: RequestContext,
  ): Promise<TrainingRunRow[]> {
    return loadFirst(context, trainingRunSource, scope.runIds, first);
  }

  @FieldResolver(() => Int, { description: 'Models that such a run trained: they would be trained again without it.' })
  trainedModelCount(@Root() { scope }: ImpactRoot): number {
    return scope.trainedModelIds.length;
  }

  @FieldResolver(() => [Model], { description: 'The newest of them.' })
  trainedModels(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() context: RequestContext,
  ): Promise<ModelRow[]> {
    return loadFirst(context, modelSource, scope.trainedModelIds, first);
  }

  @FieldResolver(() => Int, {
    description: 'Models that adapt or merge one of those, however far, and were not trained on it themselves.',
  })
  derivedModelCount(@Root() { scope }: ImpactRoot): number {
    return scope.derivedModelIds.length;
  }

  @FieldResolver(() => [Model], { description: 'The newest of them.' })
  derivedModels(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() context: RequestContext,
  ): Promise<ModelRow[]> {
    return loadFirst(context, modelSource, scope.derivedModelIds, first);
  }

  @FieldResolver(() => [AttributionIndex], { description: 'The newest attribution indexes of the models.' })
  indexes(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttributionIndexRow[]> {
    return loadImpactIndexes(loaders.db, scope, checkFirst(first));
  }

  @FieldResolver(() => ImpactAnswers, { description: 'Answers of the models; reads all of them.' })
  answers(@Root() root: ImpactRoot, @Ctx() { statistics }: RequestContext): Promise<ImpactAnswersRow> {
    return statistics.loadImpactAnswers(root);
  }

  @FieldResolver(() => [Inference], { description: 'The newest answers of the models.' })
  inferences(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() { loaders }: RequestContext,
  ): Promise<InferenceRow[]> {
    return loadImpactInferences(loaders.db, scope, checkFirst(first));
  }

  @FieldResolver(() => Int, {
    description:
      'Answers that the rule ascribes in part to the contributions, as recomputed here so far and not as claimed on chain.',
  })
  shapedInferenceCount(@Root() { scope }: ImpactRoot, @Ctx() { statistics }: RequestContext): Promise<number> {
    return statistics.loadShapedInferenceCount(scope);
  }

  @FieldResolver(() => ImpactPayouts, { description: 'What was paid for the contributions; reads all of it.' })
  payouts(@Root() root: ImpactRoot, @Ctx() { statistics }: RequestContext): Promise<ImpactPayoutsRow> {
    return statistics.loadImpactPayouts(root);
  }

  @FieldResolver(() => [Payout], { description: 'The newest payouts for the contributions.' })
  newestPayouts(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() { loaders }: RequestContext,
  ): Promise<PayoutRow[]> {
    return loadImpactPayoutRows(loaders.db, scope, checkFirst(first));
  }

  @FieldResolver(() => [ImpactRecipient], { description: 'Accounts that were paid for the contributions, most first.' })
  recipients(
    @Root() { scope }: ImpactRoot,
    @First() first: number,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ImpactRecipientRow[]> {
    return loadImpactRecipients(loaders.db, scope, checkFirst(first));
  }
}

@Resolver(() => ImpactRecipient)
export class ImpactRecipientResolver {
  @FieldResolver(() => Account, { description: 'The account.' })
  account(@Root() { accountId }: ImpactRecipientRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, accountId);
  }
}

function getSubject(contributionId: string | null, datanetId: string | null): ImpactSubject {
  if (contributionId !== null && datanetId === null) return { kind: 'Contribution', id: contributionId };
  if (datanetId !== null && contributionId === null) return { kind: 'Datanet', id: datanetId };
  throw new BadImpactSubjectError();
}

function checkFirst(first: number): number {
  if (first < 1 || first > MAX_FIRST)
    throw new BadRangeError({ argument: 'first', actual: first, minimum: 1, maximum: MAX_FIRST });
  return first;
}

async function loadFirst<Row extends object>(
  { loaders }: RequestContext,
  source: EntitySource<Row>,
  ids: readonly string[],
  first: number,
): Promise<Row[]> {
  const rows = await loaders.rows(source).loadMany(ids.slice(0, checkFirst(first)));
  return rows.flatMap((row) => {
    if (row instanceof Error) throw row;
    return row === null ? [] : [row];
  });
}

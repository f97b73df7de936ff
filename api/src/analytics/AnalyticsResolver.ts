import { getSpreadFigures, type MetricName, METRICS, type MetricRule } from '@tributary/analytics';
import type { AnalyticsCell } from '@tributary/db';
import { Arg, Args, Ctx, FieldResolver, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { AnalyticsArgs } from './AnalyticsArgs.js';
import { toAnalyticsKey } from './AnalyticsKey.js';
import { toAnalyticsPlace } from './AnalyticsPlace.js';
import { AnalyticsRanking } from './AnalyticsRanking.js';
import { AnalyticsSeries } from './AnalyticsSeries.js';
import { askEngine } from './askEngine.js';
import { buildBucketRule } from './buildBucketRule.js';
import { buildScope } from './buildScope.js';
import { AnalyticsGroup, AnalyticsInterval, AnalyticsMetric, AnalyticsUnit, MismatchGroup } from './enums.js';
import { BadAnalyticsArgumentError, TooManyPointsError } from './errors.js';
import { MismatchRates } from './MismatchRates.js';
import { RewardConcentration } from './RewardConcentration.js';

const MAX_POINTS = 5_000;
const MAX_GROUPS = 200;
const DEFAULT_GROUPS = 10;

@ObjectType({ description: 'Numbers about the ledger as a whole, exact to the wei, over time and by group.' })
export class Analytics {}

/** Adds up; what is not asked for is not added up. */
@Resolver(() => Analytics)
export class AnalyticsResolver {
  @Query(() => Analytics, {
    description: 'Numbers about the ledger as a whole, exact to the wei, over time and by group.',
  })
  analytics(): Analytics {
    return {};
  }

  @FieldResolver(() => AnalyticsSeries, { description: `A number over time, ${MAX_POINTS} points at most.` })
  async timeSeries(
    @Arg('metric', () => AnalyticsMetric, { description: 'Which number.' }) metric: AnalyticsMetric,
    @Arg('interval', () => AnalyticsInterval, { description: 'How long a point is.' }) interval: AnalyticsInterval,
    @Args(() => AnalyticsArgs) args: AnalyticsArgs,
    @Ctx() { analytics, signal }: RequestContext,
    @Arg('blocksPerPoint', () => Int, {
      nullable: true,
      description: 'Only with the interval BLOCKS: how many, from 1.',
    })
    blocksPerPoint?: number | null,
    @Arg('groupBy', () => AnalyticsGroup, { nullable: true, description: 'Divides every point; null does not.' })
    groupBy?: AnalyticsGroup | null,
    @Arg('limit', () => Int, {
      defaultValue: DEFAULT_GROUPS,
      description: `Groups at most, 1 to ${MAX_GROUPS}: those with the most over the whole range; the rest is one more.`,
    })
    limit: number = DEFAULT_GROUPS,
  ): Promise<AnalyticsSeries> {
    const bucket = buildBucketRule(interval, blocksPerPoint ?? null);
    const scope = buildScope(metric, args, groupBy ?? null);
    const question = {
      ...scope,
      bucket,
      isDistinct: METRICS[metric].isDistinct,
      groupLimit: checkGroups('limit', limit),
      cellLimit: MAX_POINTS,
    };
    const { place, cells } = await askEngine(() => analytics.loadSeries(question, signal));
    if (cells.length > MAX_POINTS) throw new TooManyPointsError({ maximum: MAX_POINTS });
    const isByBlocks = interval === AnalyticsInterval.BLOCKS;
    return {
      metric,
      unit: getUnit(metric),
      place: toAnalyticsPlace(place),
      points: cells.map(({ bucket: start, key, count, amount }) => ({
        start: isByBlocks ? null : new Date(Number(start) * 1000),
        startBlock: isByBlocks ? Number(start) : null,
        group: groupBy == null ? null : toAnalyticsKey(groupBy, key),
        value: amount,
        count,
      })),
    };
  }

  @FieldResolver(() => AnalyticsRanking, { description: 'The groups with the most of something.' })
  async top(
    @Arg('metric', () => AnalyticsMetric, { description: 'Of what.' }) metric: AnalyticsMetric,
    @Arg('by', () => AnalyticsGroup, { description: 'Which groups.' }) by: AnalyticsGroup,
    @Args(() => AnalyticsArgs) args: AnalyticsArgs,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_GROUPS, description: `How many, 1 to ${MAX_GROUPS}.` })
    first: number = DEFAULT_GROUPS,
  ): Promise<AnalyticsRanking> {
    const { place, cells } = await loadRanking(context, metric, args, by, first);
    const isAdditive = !METRICS[metric].isDistinct;
    const total = cells.reduce((sum, { amount }) => sum + amount, 0n);
    return {
      metric,
      unit: getUnit(metric),
      place: toAnalyticsPlace(place),
      ranks: cells.map(({ key, count, amount }) => ({
        group: toAnalyticsKey(by, key),
        value: amount,
        count,
        share: isAdditive ? toRatio(amount, total) : null,
      })),
    };
  }

  @FieldResolver(() => RewardConcentration, { description: 'How unevenly the rewards of contributors are spread.' })
  async concentration(
    @Args(() => AnalyticsArgs) args: AnalyticsArgs,
    @Ctx() { analytics, signal }: RequestContext,
    @Arg('among', () => AnalyticsGroup, {
      defaultValue: AnalyticsGroup.ACCOUNT,
      description: 'Among whom: ACCOUNT, DATANET, MODEL, LICENSE or OPERATOR.',
    })
    among: AnalyticsGroup = AnalyticsGroup.ACCOUNT,
  ): Promise<RewardConcentration> {
    const scope = buildScope('REWARDS', args, among);
    const groupBy = scope.groupBy!;
    const { place, decades } = await askEngine(() => analytics.loadSpread({ ...scope, groupBy }, signal));
    const figures = getSpreadFigures(decades);
    return {
      place: toAnalyticsPlace(place),
      groupCount: figures.groupCount,
      amountWei: figures.amount,
      gini: figures.gini,
      topOnePercentCount: figures.topGroupCount,
      topOnePercentWei: figures.topAmount,
      shareOfTopOnePercent: figures.topShare,
      histogram: decades.map(({ decade, groupCount, amount }) => ({
        fromWei: 10n ** BigInt(decade),
        toWei: 10n ** BigInt(decade + 1),
        groupCount,
        amountWei: amount,
      })),
    };
  }

  @FieldResolver(() => MismatchRates, { description: 'How often payouts are not what recomputing gives, by whom.' })
  async mismatchRates(
    @Arg('by', () => MismatchGroup, { description: 'Whose.' }) by: MismatchGroup,
    @Args(() => AnalyticsArgs) args: AnalyticsArgs,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_GROUPS, description: `How many, 1 to ${MAX_GROUPS}.` })
    first: number = DEFAULT_GROUPS,
  ): Promise<MismatchRates> {
    const group = AnalyticsGroup[by];
    const { place, cells } = await loadRanking(context, 'MISMATCHES', args, group, first);
    return {
      place: toAnalyticsPlace(place),
      rates: cells.map(({ key, count, amount }) => ({
        group: toAnalyticsKey(group, key),
        decidedCount: count,
        mismatchCount: amount,
        rate: toRatio(amount, count),
      })),
    };
  }
}

/** The largest first, the rest last; ties in the order of the keys. */
async function loadRanking(
  { analytics, signal }: RequestContext,
  name: MetricName,
  args: AnalyticsArgs,
  by: AnalyticsGroup,
  first: number,
): ReturnType<RequestContext['analytics']['loadSeries']> {
  const rule: MetricRule = METRICS[name];
  const groupLimit = checkGroups('first', first);
  const question = { ...buildScope(name, args, by), bucket: null, isDistinct: rule.isDistinct, groupLimit };
  const answer = await askEngine(() => analytics.loadSeries({ ...question, cellLimit: MAX_GROUPS + 1 }, signal));
  const isAfter = (a: AnalyticsCell, b: AnalyticsCell): number => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
    return a.amount === b.amount ? 0 : a.amount < b.amount ? 1 : -1;
  };
  return { ...answer, cells: answer.cells.toSorted(isAfter) };
}

function checkGroups(argument: string, count: number): number {
  if (count >= 1 && count <= MAX_GROUPS) return count;
  throw new BadAnalyticsArgumentError({ argument, expected: `from 1 to ${MAX_GROUPS}` });
}

function getUnit(metric: AnalyticsMetric): AnalyticsUnit {
  return METRICS[metric].amount === 'wei' ? AnalyticsUnit.WEI : AnalyticsUnit.COUNT;
}

const RATIO_DIGITS = 1_000_000_000_000n;

/** For display: both are exact beside it. */
function toRatio(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number((part * RATIO_DIGITS) / whole) / Number(RATIO_DIGITS);
}

import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { AnalyticsKey } from './AnalyticsKey.js';
import { AnalyticsPlace } from './AnalyticsPlace.js';
import { AnalyticsMetric, AnalyticsUnit } from './enums.js';

@ObjectType({ simpleResolvers: true, description: 'A number for one interval and one group.' })
export class AnalyticsPoint {
  @Field(() => dateTimeScalar, { nullable: true, description: 'When the interval begins; null for BLOCKS.' })
  start!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Block that the interval begins with; null unless BLOCKS.' })
  startBlock!: number | null;

  @Field(() => AnalyticsKey, { nullable: true, description: 'Its group; null when nothing was divided.' })
  group!: AnalyticsKey | null;

  @Field(() => bigIntScalar, { description: 'The number, exact, in the unit of the series.' })
  value!: bigint;

  @Field(() => bigIntScalar, { description: 'Rows that it is made of; for ACTIVE_CONTRIBUTORS the accounts.' })
  count!: bigint;
}

@ObjectType({ simpleResolvers: true, description: 'A number over time.' })
export class AnalyticsSeries {
  @Field(() => AnalyticsMetric, { description: 'What was asked for.' })
  metric!: AnalyticsMetric;

  @Field(() => AnalyticsUnit, { description: 'What the values count.' })
  unit!: AnalyticsUnit;

  @Field(() => AnalyticsPlace, { description: 'Which state of the ledger it is about.' })
  place!: AnalyticsPlace;

  @Field(() => [AnalyticsPoint], {
    description: 'By time, then by group, the rest last. Intervals and groups without rows are left out.',
  })
  points!: AnalyticsPoint[];
}

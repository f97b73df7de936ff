import { Field, Float, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { AnalyticsKey } from './AnalyticsKey.js';
import { AnalyticsPlace } from './AnalyticsPlace.js';
import { AnalyticsMetric, AnalyticsUnit } from './enums.js';

@ObjectType({ simpleResolvers: true, description: 'A group and its number.' })
export class AnalyticsRank {
  @Field(() => AnalyticsKey, { description: 'The group.' })
  group!: AnalyticsKey;

  @Field(() => bigIntScalar, { description: 'Its number, exact, in the unit of the ranking.' })
  value!: bigint;

  @Field(() => bigIntScalar, { description: 'Rows that it is made of; for ACTIVE_CONTRIBUTORS the accounts.' })
  count!: bigint;

  @Field(() => Float, {
    nullable: true,
    description:
      'Its part of all groups, 0 to 1, for display; null when there is nothing, and for ACTIVE_CONTRIBUTORS.',
  })
  share!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'The groups with the most.' })
export class AnalyticsRanking {
  @Field(() => AnalyticsMetric, { description: 'What was asked for.' })
  metric!: AnalyticsMetric;

  @Field(() => AnalyticsUnit, { description: 'What the values count.' })
  unit!: AnalyticsUnit;

  @Field(() => AnalyticsPlace, { description: 'Which state of the ledger it is about.' })
  place!: AnalyticsPlace;

  @Field(() => [AnalyticsRank], { description: 'The largest first; then, as one, all groups beyond the limit.' })
  ranks!: AnalyticsRank[];
}

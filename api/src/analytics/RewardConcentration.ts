import { Field, Float, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { AnalyticsPlace } from './AnalyticsPlace.js';

@ObjectType({ simpleResolvers: true, description: 'The groups whose rewards have the same number of digits.' })
export class RewardBracket {
  @Field(() => bigIntScalar, { description: 'A power of ten, wei: the least that a group of it has.' })
  fromWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Ten times that, wei: every group of it has less.' })
  toWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Groups.' })
  groupCount!: bigint;

  @Field(() => bigIntScalar, { description: 'What they have together, wei.' })
  amountWei!: bigint;
}

@ObjectType({ simpleResolvers: true, description: 'How unevenly the rewards of contributors are spread.' })
export class RewardConcentration {
  @Field(() => AnalyticsPlace, { description: 'Which state of the ledger it is about.' })
  place!: AnalyticsPlace;

  @Field(() => bigIntScalar, { description: 'Groups that were paid anything.' })
  groupCount!: bigint;

  @Field(() => bigIntScalar, { description: 'What they were paid together, wei.' })
  amountWei!: bigint;

  @Field(() => Float, {
    nullable: true,
    description: 'Gini coefficient: 0 when all have the same, towards 1 when one has all. Null when nothing was paid.',
  })
  gini!: number | null;

  @Field(() => bigIntScalar, { description: 'How many groups the richest hundredth is, rounded up.' })
  topOnePercentCount!: bigint;

  @Field(() => bigIntScalar, { description: 'What the richest hundredth has, wei.' })
  topOnePercentWei!: bigint;

  @Field(() => Float, { nullable: true, description: 'The same as a part of all, 0 to 1; null when nothing was paid.' })
  shareOfTopOnePercent!: number | null;

  @Field(() => [RewardBracket], { description: 'From the least to the most; brackets without groups are left out.' })
  histogram!: RewardBracket[];
}

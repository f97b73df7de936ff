import { Field, Float, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { AnalyticsKey } from './AnalyticsKey.js';
import { AnalyticsPlace } from './AnalyticsPlace.js';

@ObjectType({ simpleResolvers: true, description: 'How often what was paid is not what recomputing gives.' })
export class MismatchRate {
  @Field(() => AnalyticsKey, { description: 'Whose.' })
  group!: AnalyticsKey;

  @Field(() => bigIntScalar, { description: 'Inferences with a verdict; PENDING and UNAVAILABLE are none.' })
  decidedCount!: bigint;

  @Field(() => bigIntScalar, { description: 'Of them, those whose verdict is not MATCHED.' })
  mismatchCount!: bigint;

  @Field(() => Float, { nullable: true, description: 'mismatchCount / decidedCount, 0 to 1.' })
  rate!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Mismatches by operator or model.' })
export class MismatchRates {
  @Field(() => AnalyticsPlace, { description: 'Which state of the ledger it is about.' })
  place!: AnalyticsPlace;

  @Field(() => [MismatchRate], { description: 'Most mismatches first; then, as one, all groups beyond the limit.' })
  rates!: MismatchRate[];
}

import { ArgsType, Field, InputType, Int } from 'type-graphql';
import { addressScalar } from '../scalars/addressScalar.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { PayoutRole, Verdict } from '../types/enums.js';

const LIST = 'Any of these, at most 50';

/** Lists of values; a metric refuses those it does not go by. */
@InputType({ description: 'Which rows count: those that have one of the values of every list that is given.' })
export class AnalyticsFilter {
  @Field(() => [PayoutRole], { nullable: true, description: `Roles of payouts. ${LIST}.` })
  roles?: PayoutRole[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Datanets of the contributions paid for, decimal ids. ${LIST}.`,
  })
  datanetIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: `Models that answered, decimal ids. ${LIST}.` })
  modelIds?: string[] | null;

  @Field(() => [addressScalar], {
    nullable: true,
    description: `Payers of fees, inferences and verdicts; recipients of payouts and rewards. ${LIST}.`,
  })
  accounts?: string[] | null;

  @Field(() => [String], { nullable: true, description: `Licenses of the contributions paid for, exactly. ${LIST}.` })
  licenses?: string[] | null;

  @Field(() => [addressScalar], { nullable: true, description: `Senders of the transactions. ${LIST}.` })
  operators?: string[] | null;

  @Field(() => [Verdict], { nullable: true, description: `Verdicts of inferences. ${LIST}.` })
  verdicts?: Verdict[] | null;
}

/** Which rows of a metric count; everything is optional. */
@ArgsType()
export class AnalyticsArgs {
  @Field(() => AnalyticsFilter, { nullable: true, description: 'Which rows count.' })
  filter?: AnalyticsFilter | null;

  @Field(() => dateTimeScalar, { nullable: true, description: 'Only blocks of this time or later.' })
  from?: Date | null;

  @Field(() => dateTimeScalar, { nullable: true, description: 'Only blocks before this time.' })
  to?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Only this block and later ones.' })
  fromBlock?: number | null;

  @Field(() => Int, { nullable: true, description: 'Only this block and earlier ones.' })
  toBlock?: number | null;
}

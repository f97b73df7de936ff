import { Field, Int, ObjectType } from 'type-graphql';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { Node } from './Node.js';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'How far to trust the shares of an attribution index, measured by the engine with the model itself. All figures are null where it could not be measured, and then there is a reason.',
})
export class IndexQuality extends Node {
  @Field(() => Int, {
    nullable: true,
    description: 'Training rows of the index whose gradient was computed again; a sample, of a small index all rows.',
  })
  rowsSampled!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of `rowsSampled` the model gives as they stand in the index, within the tolerance of the rule.',
  })
  rowsConfirmed!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Prompts of sampled training rows that the model answered again, at temperature 0 and with at most 48 tokens.',
  })
  answersAsked!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of `answersAsked` are attributed to anybody.' })
  answersAttributed!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Share of the pay on `answersAttributed` that goes to the very contribution whose prompt was asked, mean, basis points, rounded down; null when none is attributed.',
  })
  rightContributionBps!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Contributions that have rows in the index: what `rightContributionBps` has to be seen against.',
  })
  contributionCount!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Everyday sentences that no training row shaped, put to the index as if they were answers.',
  })
  unrelatedAsked!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of `unrelatedAsked` are attributed to somebody nevertheless; the fewer the better.',
  })
  unrelatedAttributed!: number | null;

  @Field(() => String, { nullable: true, description: 'One sentence saying why there are no figures.' })
  reason!: string | null;

  @Field(() => String, { description: 'Version of the engine.' })
  engineVersion!: string;

  @Field(() => Int, { description: 'Time the measurement took, milliseconds.' })
  elapsedMs!: number;

  @Field(() => dateTimeScalar, {
    nullable: true,
    description: 'When it is tried again; null when final for this index.',
  })
  retryAt!: Date | null;

  @Field(() => dateTimeScalar, { description: 'When the engine measured.' })
  measuredAt!: Date;
}

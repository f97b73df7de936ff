import type { AnswerPlace } from '@tributary/analytics';
import { Field, Int, ObjectType } from 'type-graphql';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';

/** Which state of the ledger an answer is about. */
@ObjectType({ simpleResolvers: true, description: 'Which state of the ledger a number is about.' })
export class AnalyticsPlace {
  @Field(() => Int, { nullable: true, description: 'Every block up to this one counts; null before the first.' })
  upToBlock!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'What lies up to this block is final and does not change; null before the first.',
  })
  finalUpToBlock!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Up to here rows came from the exported partitions, above from the database; null: all from there.',
  })
  partitionsUpToBlock!: number | null;

  @Field(() => dateTimeScalar, {
    nullable: true,
    description: 'Verdicts of the partitions are those of this moment or later; null where none came from there.',
  })
  verdictsAsOf!: Date | null;
}

export function toAnalyticsPlace(place: AnswerPlace): AnalyticsPlace {
  const toNullable = (blockNumber: number): number | null => (blockNumber < 0 ? null : blockNumber);
  return {
    upToBlock: toNullable(place.upToBlock),
    finalUpToBlock: toNullable(place.finalUpToBlock),
    partitionsUpToBlock: toNullable(place.partitionsUpToBlock),
    verdictsAsOf: place.verdictsAsOf,
  };
}

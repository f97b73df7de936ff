import { Field, Int, ObjectType } from 'type-graphql';

/** `contribution` is in `resolvers/AnswerSpanRowResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'A training row that holds a run of an answer word for word.' })
export class AnswerSpanRow {
  @Field(() => String, { description: 'Decimal.' })
  contributionId!: string;

  @Field(() => Int, { description: 'Line of the contribution, from 0.' })
  line!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A run of an answer that stands word for word in training rows. It shows where words come from; only the rule span/1 pays by it.',
})
export class AnswerSpan {
  @Field(() => Int, { description: 'Where it begins in the completion, UTF-16 code units.' })
  start!: number;

  @Field(() => Int, { description: 'Where it ends, exclusive, UTF-16 code units.' })
  end!: number;

  @Field(() => Int, { description: 'Its length in tokens of the model.' })
  tokenCount!: number;

  @Field(() => Int, { description: 'How many training rows hold it.' })
  rowCount!: number;

  @Field(() => [AnswerSpanRow], { description: 'The first ten of them.' })
  rows!: AnswerSpanRow[];
}

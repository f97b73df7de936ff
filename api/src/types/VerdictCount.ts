import { Field, Int, ObjectType } from 'type-graphql';
import { Verdict } from './enums.js';

/** One row of a count by verdict. */
@ObjectType({ simpleResolvers: true, description: 'How many inferences have a verdict.' })
export class VerdictCount {
  @Field(() => Verdict, { description: 'The verdict.' })
  verdict!: Verdict;

  @Field(() => Int, { description: 'Inferences with it.' })
  count!: number;
}

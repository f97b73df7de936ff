import { ArgsType, Field, Int } from 'type-graphql';

/** Arguments of every connection. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'Page size from the front, 1 to 100; 20 when neither first nor last is given.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only entries after this cursor in the order of the list.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'Page size from the end, 1 to 100; not together with first.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only entries before this cursor in the order of the list.' })
  before?: string | null;
}

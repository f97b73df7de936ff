import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';

/** Relations are in `resolvers/AttributionResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'How much of an answer the operator ascribes to a datanet.' })
export class AttributionDatanetWeight {
  @Field(() => String, { description: 'What the event says, also when no such datanet exists. Decimal.' })
  claimedDatanetId!: string;

  @Field(() => bigIntScalar, { description: 'Relative to the other weights of the same attribution; no unit.' })
  weight!: bigint;
}

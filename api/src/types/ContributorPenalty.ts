import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ContributorPenaltyResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A part of a contribution’s stake that the datanet’s owner took.',
})
export class ContributorPenalty extends Node {
  @Field(() => Int, { description: 'Part of the remaining stake, in parts of 10,000.' })
  penaltyBps!: number;

  @Field(() => bigIntScalar, { description: 'What was taken, wei.' })
  slashedWei!: bigint;

  @Field(() => String, { description: "The owner's words. Written by a stranger." })
  reason!: string;
}

export const ContributorPenaltyConnection = createConnectionType('ContributorPenalty', () => ContributorPenalty);

import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { VoteSupport } from './networkEnums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/VoteResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A vote on a proposal.' })
export class Vote extends Node {
  @Field(() => String, { description: 'What the event says, also when no such proposal is known. Decimal.' })
  claimedProposalId!: string;

  @Field(() => VoteSupport, { description: 'How it was cast.' })
  support!: VoteSupport;

  @Field(() => bigIntScalar, { description: 'What it weighs, wei of gOPEN.' })
  weightWei!: bigint;

  @Field(() => String, { description: "The voter's words. Written by a stranger." })
  reason!: string;

  @Field(() => Boolean, {
    description: 'False for a second vote of the same account, and where there is nothing to count it for.',
  })
  isCounted!: boolean;
}

export const VoteConnection = createConnectionType('Vote', () => Vote);

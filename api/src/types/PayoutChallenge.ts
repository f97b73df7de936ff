import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/PayoutChallengeResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A dispute about the payouts of an inference.' })
export class PayoutChallenge extends Node {
  @Field(() => Digest, { description: 'Of the evidence the challenger committed.' })
  evidenceDigest!: string;

  @Field(() => Int, { nullable: true, description: 'Block of the decision; null while open.' })
  resolvedBlockNumber!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the challenger was right; null while open.' })
  upheld!: boolean | null;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Correction that the arbiter decided, wei; null while open.',
  })
  correctedWei!: bigint | null;
}

export const PayoutChallengeConnection = createConnectionType('PayoutChallenge', () => PayoutChallenge);

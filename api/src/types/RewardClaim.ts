import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/RewardClaimResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A recipient took its balance.' })
export class RewardClaim extends Node {
  @Field(() => bigIntScalar, { description: 'Wei.' })
  amountWei!: bigint;
}

export const RewardClaimConnection = createConnectionType('RewardClaim', () => RewardClaim);

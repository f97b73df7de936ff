import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/StakeResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'gOPEN that an account has put aside for a time, at interest.',
})
export class Stake extends Node {
  @Field(() => String, { description: 'Id in the contract, decimal, counted from 0.' })
  stakingId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its terms, as the calldata says, decimal; null when it was not staked by calling the contract directly.',
  })
  claimedConfigId!: string | null;

  @Field(() => bigIntScalar, { description: 'What was staked, with what was added later, wei of gOPEN.' })
  principalWei!: bigint;

  @Field(() => Int, { nullable: true, description: 'Block in which it was asked back; null until then.' })
  requestedBlockNumber!: number | null;

  @Field(() => Int, { nullable: true, description: 'Block in which it was paid back; null until then.' })
  endedBlockNumber!: number | null;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Principal and interest as they were paid back, wei of gOPEN; null until then.',
  })
  returnedWei!: bigint | null;
}

export const StakeConnection = createConnectionType('Stake', () => Stake);

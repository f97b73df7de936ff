import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Terms of staking; the latest with an id are in force.',
})
export class StakingConfig extends Node {
  @Field(() => String, { description: 'Decimal.' })
  configId!: string;

  @Field(() => Boolean, { description: 'Whether these are the first with this id.' })
  isCreation!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'Interest over the whole time, in parts of 10,000; null, like the rest, when they were not set by calling the contract directly.',
  })
  interestBps!: number | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'How long a stake is bound, seconds.' })
  stakeDurationSeconds!: bigint | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'How long one waits after asking it back, seconds.' })
  cooldownSeconds!: bigint | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether new stakes are taken.' })
  isActive!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a stake may be added to.' })
  isTopupEnabled!: boolean | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'Least stake, wei of gOPEN.' })
  minStakeWei!: bigint | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'Largest stake, wei of gOPEN.' })
  maxStakeWei!: bigint | null;
}

export const StakingConfigConnection = createConnectionType('StakingConfig', () => StakingConfig);

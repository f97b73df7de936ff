import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { StakeEventKind } from './networkEnums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/StakeEventResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What happened to a stake.' })
export class StakeEvent extends Node {
  @Field(() => String, { description: 'What the event says, also when no such stake is known. Decimal.' })
  claimedStakeId!: string;

  @Field(() => StakeEventKind, { description: 'What happened.' })
  kind!: StakeEventKind;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Staked, added or paid back, wei of gOPEN; null where the chain does not say.',
  })
  amountWei!: bigint | null;
}

export const StakeEventConnection = createConnectionType('StakeEvent', () => StakeEvent);

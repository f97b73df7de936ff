import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `createReferenceResolvers.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A checkpoint of voting power: the latest at or before a second is what counts at that second.',
})
export class VotePower extends Node {
  @Field(() => bigIntScalar, { description: 'What it voted with before, wei of gOPEN.' })
  previousVotesWei!: bigint;

  @Field(() => bigIntScalar, { description: 'What it votes with since, wei of gOPEN.' })
  votesWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Time of the block, Unix seconds.' })
  timestampSeconds!: bigint;
}

export const VotePowerConnection = createConnectionType('VotePower', () => VotePower);

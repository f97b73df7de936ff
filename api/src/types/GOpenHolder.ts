import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `createReferenceResolvers.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What an account holds of gOPEN and votes with, now.',
})
export class GOpenHolder extends Node {
  @Field(() => bigIntScalar, { description: 'What it holds, wei of gOPEN.' })
  balanceWei!: bigint;

  @Field(() => bigIntScalar, {
    description: 'What it votes with, delegated by itself and by others, wei of gOPEN.',
  })
  votesWei!: bigint;
}

export const GOpenHolderConnection = createConnectionType('GOpenHolder', () => GOpenHolder);

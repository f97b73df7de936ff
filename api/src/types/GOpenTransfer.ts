import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { GOpenTransferKind } from './networkEnums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/GOpenTransferResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'gOPEN that changed hands, came to be or went. It wraps OPEN one to one and votes.',
})
export class GOpenTransfer extends Node {
  @Field(() => GOpenTransferKind, { description: 'What happened.' })
  kind!: GOpenTransferKind;

  @Field(() => bigIntScalar, { description: 'How much, wei.' })
  amountWei!: bigint;

  @Field(() => bigIntScalar, { description: 'All gOPEN there is after it, wei.' })
  supplyWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Unix seconds of its block.' })
  timestampSeconds!: bigint;
}

export const GOpenTransferConnection = createConnectionType('GOpenTransfer', () => GOpenTransfer);

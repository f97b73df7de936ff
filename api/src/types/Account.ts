import { Field, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations and totals are in `resolvers/AccountResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An address that takes part, or is named by someone who does.',
})
export class Account extends Node {
  @Field(() => String, { description: 'Lower case, 0x and 40 hex digits.' })
  address!: string;

  @Field(() => Int, { nullable: true, description: 'Block that first named it; null when only a reconciliation does.' })
  firstSeenBlockNumber!: number | null;
}

export const AccountConnection = createConnectionType('Account', () => Account);

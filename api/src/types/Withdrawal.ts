import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/WithdrawalResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A message to the parent chain, with what it takes there: final there only after proof and waiting time.',
})
export class Withdrawal extends Node {
  @Field(() => bigIntScalar, {
    description: 'Its number among the messages, with the version of their encoding in the topmost bits.',
  })
  nonce!: bigint;

  @Field(() => String, { description: 'Address on the parent chain, lower case.' })
  target!: string;

  @Field(() => bigIntScalar, { description: 'What it takes there, wei.' })
  valueWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Units of gas that it may use there.' })
  gasLimit!: bigint;

  @Field(() => String, { description: 'Calldata, 0x hex, whole. Written by a stranger.' })
  data!: string;

  @Field(() => String, { description: 'By which it is proven there, 0x hex.' })
  withdrawalHash!: string;
}

export const WithdrawalConnection = createConnectionType('Withdrawal', () => Withdrawal);

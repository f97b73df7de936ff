import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/DepositResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'OPEN that came from the parent chain. It stays with the account it was created for even when the call fails.',
})
export class Deposit extends Node {
  @Field(() => String, { description: 'Its id on the parent chain, 0x hex.' })
  sourceHash!: string;

  @Field(() => bigIntScalar, { description: 'What was created, wei.' })
  mintWei!: bigint;

  @Field(() => bigIntScalar, { description: 'What was sent on to `to`, wei.' })
  valueWei!: bigint;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the call ran to its end; null where receipts are not read.',
  })
  succeeded!: boolean | null;

  @Field(() => Int, { description: 'Height of its block.' })
  blockNumber!: number;

  @Field(() => Int, { description: 'Place in its block, from 0.' })
  transactionIndex!: number;

  @Field(() => String, { description: '0x hex.' })
  transactionHash!: string;
}

export const DepositConnection = createConnectionType('Deposit', () => Deposit);

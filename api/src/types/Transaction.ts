import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/TransactionResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A transaction that made an event of the protocol, was sent to one of its contracts, or is a deposit.',
})
export class Transaction extends Node {
  @Field(() => String, { description: '0x hex; a deposit may be repeated, so more than one may have it.' })
  hash!: string;

  @Field(() => Int, { description: 'Height of its block.' })
  blockNumber!: number;

  @Field(() => Int, { description: 'Place in its block, from 0.' })
  transactionIndex!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Whom it was sent to, lower case; null when it creates a contract.',
  })
  to!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of that contract in the deployment; null for anything else.',
  })
  contract!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it called there; null when the contract has no such function.',
  })
  functionName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'First four bytes of the calldata, 0x hex; null when there are fewer.',
  })
  selector!: string | null;

  @Field(() => bigIntScalar, { description: 'OPEN that it moved, wei.' })
  valueWei!: bigint;

  @Field(() => Int, { description: 'EIP-2718 type; 126 is a deposit.' })
  type!: number;

  @Field(() => Boolean, { nullable: true, description: 'Whether it ran to its end; null where receipts are not read.' })
  succeeded!: boolean | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'Units of gas; null where receipts are not read.' })
  gasUsed!: bigint | null;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Price of a unit of gas, wei; null where receipts are not read.',
  })
  effectiveGasPriceWei!: bigint | null;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'For its bytes on the parent chain, wei; null where the chain takes no such fee.',
  })
  l1FeeWei!: bigint | null;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'What the sender paid beside the value, wei; null where receipts are not read.',
  })
  feeWei!: bigint | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'Of a deposit: what was created for the sender, wei.' })
  mintWei!: bigint | null;

  @Field(() => String, { nullable: true, description: 'Of a deposit: its id on the parent chain, 0x hex.' })
  sourceHash!: string | null;
}

export const TransactionConnection = createConnectionType('Transaction', () => Transaction);

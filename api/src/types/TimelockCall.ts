import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { jsonScalar } from '../scalars/jsonScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/TimelockCallResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One call of an operation that the timelock holds back for a while.',
})
export class TimelockCall extends Node {
  @Field(() => String, { description: '0x hex.' })
  operationId!: string;

  @Field(() => bigIntScalar, { description: 'Place in the operation, from 0.' })
  position!: bigint;

  @Field(() => String, { description: 'Lower case.' })
  target!: string;

  @Field(() => bigIntScalar, { description: 'OPEN that it takes along, wei.' })
  valueWei!: bigint;

  @Field(() => String, { description: 'Calldata, 0x hex, whole. Written by a stranger.' })
  data!: string;

  @Field(() => String, { nullable: true, description: 'Name of the target in the deployment; null for anything else.' })
  contract!: string | null;

  @Field(() => String, { nullable: true, description: 'What it calls there; null when it is not known.' })
  functionName!: string | null;

  @Field(() => jsonScalar, {
    nullable: true,
    description: 'Decoded arguments, integers as decimal strings; null when undecodable. Hostile text.',
  })
  args!: unknown;

  @Field(() => bigIntScalar, { description: 'How long it waits at least, seconds.' })
  delaySeconds!: bigint;

  @Field(() => bigIntScalar, { description: 'Unix seconds from which it may be executed.' })
  readyAtSeconds!: bigint;

  @Field(() => Int, { nullable: true, description: 'Block in which it was executed; null until then.' })
  executedBlockNumber!: number | null;

  @Field(() => String, { nullable: true, description: '0x hex; null until executed.' })
  executionTransactionHash!: string | null;

  @Field(() => Int, { nullable: true, description: 'Block in which it was cancelled; null unless it was.' })
  cancelledBlockNumber!: number | null;

  @Field(() => String, { nullable: true, description: '0x hex; null unless cancelled.' })
  cancellationTransactionHash!: string | null;
}

export const TimelockCallConnection = createConnectionType('TimelockCall', () => TimelockCall);

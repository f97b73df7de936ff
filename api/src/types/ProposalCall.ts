import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { jsonScalar } from '../scalars/jsonScalar.js';
import { Node } from './Node.js';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What a proposal would do, one call of it.' })
export class ProposalCall extends Node {
  @Field(() => Int, { description: 'Place in the proposal, from 0.' })
  position!: number;

  @Field(() => String, { description: 'Lower case.' })
  target!: string;

  @Field(() => bigIntScalar, { description: 'OPEN that it takes along, wei.' })
  valueWei!: bigint;

  @Field(() => String, { description: 'Calldata, 0x hex, whole. Written by a stranger.' })
  data!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the target in the deployment; null for anything else.',
  })
  contract!: string | null;

  @Field(() => String, { nullable: true, description: 'What it calls there; null when it is not known.' })
  functionName!: string | null;

  @Field(() => jsonScalar, {
    nullable: true,
    description: 'Decoded arguments, integers as decimal strings; null when undecodable. Hostile text.',
  })
  args!: unknown;
}

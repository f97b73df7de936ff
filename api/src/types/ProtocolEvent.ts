import { Field, ObjectType } from 'type-graphql';
import { jsonScalar } from '../scalars/jsonScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ProtocolEventResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A log of one of the contracts, decoded or not: nothing is dropped.',
})
export class ProtocolEvent extends Node {
  @Field(() => String, { description: 'Name of the contract.' })
  contract!: string;

  @Field(() => String, { description: 'Address of the contract, lower case.' })
  address!: string;

  @Field(() => String, { nullable: true, description: 'Name of the event; null when this version does not know it.' })
  name!: string | null;

  @Field(() => jsonScalar, {
    nullable: true,
    description: 'Decoded arguments, integers as decimal strings; null when undecodable. Hostile text.',
  })
  args!: unknown;

  @Field(() => jsonScalar, { nullable: true, description: 'The raw log, only when it could not be decoded.' })
  raw!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'Why it could not be decoded, or what contradicts the ledger; null when all is well.',
  })
  problem!: string | null;
}

export const ProtocolEventConnection = createConnectionType('ProtocolEvent', () => ProtocolEvent);

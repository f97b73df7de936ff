import { Field, ObjectType } from 'type-graphql';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/DatanetResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A collection of training data with an owner who reviews contributions.',
})
export class Datanet extends Node {
  @Field(() => String, { description: 'Id in the registry, decimal.' })
  datanetId!: string;

  @Field(() => String, {
    description: 'For display: at most 256 characters, control characters replaced. Written by a stranger.',
  })
  name!: string;

  @Field(() => String, { description: 'Where the metadata is said to be, ipfs:// or https://.' })
  metadataUri!: string;

  @Field(() => Digest, { description: 'Of the metadata bytes.' })
  metadataDigest!: string;
}

export const DatanetConnection = createConnectionType('Datanet', () => Datanet);

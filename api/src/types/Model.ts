import { Field, Int, ObjectType } from 'type-graphql';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { ModelKind } from './enums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ModelResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A base model, or an adapter over one.' })
export class Model extends Node {
  @Field(() => String, { description: 'Id in the registry, decimal.' })
  modelId!: string;

  @Field(() => String, {
    description: 'For display: at most 256 characters, control characters replaced. Written by a stranger.',
  })
  name!: string;

  @Field(() => ModelKind, { description: 'How it came to be.' })
  kind!: ModelKind;

  @Field(() => String, { description: 'Where the weights are said to be, ipfs:// or https://.' })
  artifactUri!: string;

  @Field(() => Digest, { description: 'Of the manifest of its files.' })
  artifactDigest!: string;

  @Field(() => Digest, { description: 'Of the model card (Markdown).' })
  cardDigest!: string;

  @Field(() => Int, { nullable: true, description: 'Block in which the owner retired it; null while in use.' })
  deprecatedBlockNumber!: number | null;
}

export const ModelConnection = createConnectionType('Model', () => Model);

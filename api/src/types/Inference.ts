import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/InferenceResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One paid answer of a model.' })
export class Inference extends Node {
  @Field(() => String, { description: 'Id in the market, decimal.' })
  inferenceId!: string;

  @Field(() => bigIntScalar, { description: 'Prompt tokens that were charged.' })
  inputTokens!: bigint;

  @Field(() => bigIntScalar, { description: 'Completion tokens that were charged.' })
  outputTokens!: bigint;

  @Field(() => bigIntScalar, { description: 'What the payer paid, wei.' })
  feeWei!: bigint;

  @Field(() => Digest, { description: 'Of the transcript: prompt, answer and committed query (JSON).' })
  transcriptDigest!: string;

  @Field(() => String, { description: 'Where the transcript is said to be, ipfs:// or https://.' })
  transcriptUri!: string;

  @Field(() => dateTimeScalar, { description: 'Time of its block.' })
  settledAt!: Date;
}

export const InferenceConnection = createConnectionType('Inference', () => Inference);

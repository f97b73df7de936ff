import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/FeePolicyResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'What an inference of a model costs and who shares it; the latest before a settlement is in force for it.',
})
export class FeePolicy extends Node {
  @Field(() => bigIntScalar, { description: 'Wei per 1,000 prompt tokens.' })
  inputRateWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Wei per 1,000 completion tokens.' })
  outputRateWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Flat fee of the platform per inference, wei.' })
  platformFeeWei!: bigint;

  @Field(() => Int, { description: 'Share of the model’s owner after the platform fee, in parts of 10,000.' })
  modelBps!: number;

  @Field(() => Int, { description: 'Share of the stakers after the platform fee, in parts of 10,000.' })
  stakerBps!: number;

  @Field(() => Int, { description: 'Share of the contributors after the platform fee, in parts of 10,000.' })
  contributorBps!: number;
}

export const FeePolicyConnection = createConnectionType('FeePolicy', () => FeePolicy);

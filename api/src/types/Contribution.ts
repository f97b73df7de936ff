import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { ContributionStatus } from './enums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ContributionResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Training rows that a contributor gave to a datanet.',
})
export class Contribution extends Node {
  @Field(() => String, { description: 'Id in the registry, decimal.' })
  contributionId!: string;

  @Field(() => Digest, { description: 'Of the JSON Lines bytes.' })
  contentDigest!: string;

  @Field(() => String, { description: 'Where the rows are said to be, ipfs:// or https://.' })
  contentUri!: string;

  @Field(() => String, {
    description: 'As the contributor states it, usually an SPDX expression. Written by a stranger.',
  })
  license!: string;

  @Field(() => bigIntScalar, { description: 'Training examples, as the contributor states.' })
  rowCount!: bigint;

  @Field(() => bigIntScalar, { description: 'Bytes of the content, as the contributor states.' })
  byteCount!: bigint;

  @Field(() => ContributionStatus, { description: 'Where it stands now.' })
  status!: ContributionStatus;

  @Field(() => Int, { nullable: true, description: "The reviewer's mark in parts of 10,000; null until reviewed." })
  qualityBps!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the reason of the review is said to be; null until reviewed.',
  })
  reviewReasonUri!: string | null;

  @Field(() => Int, { nullable: true, description: 'Block of the review; null until reviewed.' })
  reviewedBlockNumber!: number | null;

  @Field(() => Int, { nullable: true, description: 'Block of the withdrawal; null while it stands.' })
  withdrawnBlockNumber!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "The contributor's words; null while it stands. Written by a stranger.",
  })
  withdrawalReason!: string | null;
}

export const ContributionConnection = createConnectionType('Contribution', () => Contribution);

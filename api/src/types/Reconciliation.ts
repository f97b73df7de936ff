import { Field, Float, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { AnswerSpan } from './AnswerSpan.js';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { Verdict } from './enums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ReconciliationResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What recomputing an inference gave, against what was paid.',
})
export class Reconciliation extends Node {
  @Field(() => Verdict, { description: 'As decided; see `stale`.' })
  verdict!: Verdict;

  @Field(() => String, { description: 'One sentence with the reason.' })
  reason!: string;

  @Field(() => Boolean, {
    description:
      'True when the chain no longer says what this is about: the settlement stands in another block, or the payouts changed.',
  })
  stale!: boolean;

  @Field(() => bigIntScalar, { description: 'Fee of the inference, wei.' })
  feeWei!: bigint;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Due by the rule, wei; null when it could not be computed.',
  })
  expectedWei!: bigint | null;

  @Field(() => bigIntScalar, { description: 'Payouts that were compared, wei.' })
  paidWei!: bigint;

  @Field(() => Boolean, {
    nullable: true,
    description: "True when nobody's data shaped the answer enough to be paid; null when not computed.",
  })
  unattributed!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Name of the rule that was applied; null when none could be.' })
  method!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Lowest cosine of committed and recomputed query, 1 is equal; null when not compared.',
  })
  queryCosine!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Largest relative error of a block of the query, 0 is equal; null when not compared.',
  })
  queryBlockError!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What computed the scores, e.g. wasm or cuda; null when nothing was computed.',
  })
  backend!: string | null;

  @Field(() => String, { description: 'Version of the engine.' })
  engineVersion!: string;

  @Field(() => Int, { description: 'Time the decision took, milliseconds.' })
  elapsedMs!: number;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => dateTimeScalar, {
    nullable: true,
    description: 'When it is tried again; null when final for these inputs.',
  })
  retryAt!: Date | null;

  @Field(() => dateTimeScalar, { description: 'When the engine decided.' })
  decidedAt!: Date;

  @Field(() => [AnswerSpan], {
    nullable: true,
    description:
      'Runs of the answer that stand word for word in training rows, in their order; null when they could not be looked for.',
  })
  spans!: AnswerSpan[] | null;

  @Field(() => Digest, { description: 'Of the canonical JSON of the evidence.' })
  evidenceDigest!: string;
}

export const ReconciliationConnection = createConnectionType('Reconciliation', () => Reconciliation);

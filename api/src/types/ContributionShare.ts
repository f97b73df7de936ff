import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { jsonScalar } from '../scalars/jsonScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ContributionShareResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'How much of an answer the rule ascribes to a contribution. The split between contributions of the same kind of data is a noisy estimate.',
})
export class ContributionShare extends Node {
  @Field(() => String, { description: 'Decimal.' })
  contributionId!: string;

  @Field(() => bigIntScalar, {
    description: "Sum of the contribution's row weights after floor and cap; exact, no unit.",
  })
  weight!: bigint;

  @Field(() => Int, {
    description: 'Weight over the sum of all weights in parts of 10,000, rounded down, for display.',
  })
  shareBps!: number;

  @Field(() => jsonScalar, {
    description:
      'Rows that earned, best first: [{row, line, weight}]: row of the index, line of the contribution (from 0), weight as a decimal string.',
  })
  rows!: unknown;
}

export const ContributionShareConnection = createConnectionType('ContributionShare', () => ContributionShare);

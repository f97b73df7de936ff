import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { PayoutRole } from './enums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ReconciliationResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Expected against paid for one recipient, role and contribution.',
})
export class ReconciliationLine extends Node {
  @Field(() => Int, { description: 'Place in the reconciliation, from 0.' })
  position!: number;

  @Field(() => PayoutRole, { description: 'What it is for.' })
  role!: PayoutRole;

  @Field(() => String, { description: 'Decimal; 0 when the role is not CONTRIBUTOR.' })
  contributionId!: string;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Due by the rule, wei; null when it could not be computed.',
  })
  expectedWei!: bigint | null;

  @Field(() => bigIntScalar, { description: 'Paid, wei.' })
  paidWei!: bigint;
}

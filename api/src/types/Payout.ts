import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { PayoutRole } from './enums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/PayoutResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One payment to one recipient for one inference.' })
export class Payout extends Node {
  @Field(() => String, { description: 'What the event says, also when no such inference exists. Decimal.' })
  claimedInferenceId!: string;

  @Field(() => PayoutRole, { description: 'What it is for.' })
  role!: PayoutRole;

  @Field(() => String, { description: 'What the event says; 0 when the role is not CONTRIBUTOR. Decimal.' })
  claimedContributionId!: string;

  @Field(() => bigIntScalar, { description: 'Wei.' })
  amountWei!: bigint;
}

export const PayoutConnection = createConnectionType('Payout', () => Payout);

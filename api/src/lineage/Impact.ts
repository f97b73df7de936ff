import type { ImpactScope } from '@tributary/db';
import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { AnsweredAt } from './AnsweredAt.js';

/** Root value of Impact: everything else is asked for by field, in `ImpactResolver.ts`. */
export interface ImpactRoot {
  readonly answeredAt: AnsweredAt;
  readonly scope: ImpactScope;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What a withdrawal touches downstream, as recorded on chain: a contribution, or a datanet with all of its contributions.',
})
export class Impact {
  @Field(() => AnsweredAt, { description: 'The block that the answer is about.' })
  answeredAt!: AnsweredAt;
}

@ObjectType({ simpleResolvers: true, description: 'Who would be touched and how much was committed.' })
export class ImpactCounts {
  @Field(() => Int, { description: 'Contributions that would be withdrawn, whatever their status.' })
  contributionCount!: number;

  @Field(() => Int, { description: 'Accounts that made them.' })
  contributorCount!: number;

  @Field(() => Int, { description: 'Attribution indexes of the models, of all times.' })
  indexCount!: number;

  @Field(() => Int, { description: 'Accounts that own the models.' })
  modelOwnerCount!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Answers of the models that were trained on it or derive from them.',
})
export class ImpactAnswers {
  @Field(() => Int, { description: 'Settled inferences of these models.' })
  inferenceCount!: number;

  @Field(() => bigIntScalar, { description: 'Their fees, wei.' })
  feesWei!: bigint;

  @Field(() => Int, { description: 'Accounts that paid for them.' })
  payerCount!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What was paid for the contributions themselves.' })
export class ImpactPayouts {
  @Field(() => Int, { description: 'Payouts that name one of the contributions.' })
  payoutCount!: number;

  @Field(() => bigIntScalar, { description: 'Their sum, wei.' })
  paidWei!: bigint;

  @Field(() => Int, { description: 'Inferences that they were paid for.' })
  paidInferenceCount!: number;

  @Field(() => Int, { description: 'Accounts that were paid.' })
  recipientCount!: number;
}

/** Its account is in `ImpactResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'An account that was paid for the contributions.' })
export class ImpactRecipient {
  @Field(() => Int, { description: 'Payouts to it for them.' })
  payoutCount!: number;

  @Field(() => bigIntScalar, { description: 'Their sum, wei.' })
  paidWei!: bigint;
}

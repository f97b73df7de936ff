import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { AnsweredAt } from './AnsweredAt.js';

/** What is asked about single things is in `LedgerAsOfResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'The ledger as it was after a block.' })
export class LedgerAsOf {
  @Field(() => AnsweredAt, { description: 'The block that the answer is about.' })
  answeredAt!: AnsweredAt;
}

@ObjectType({ simpleResolvers: true, description: 'How much there was of everything.' })
export class LedgerCounts {
  @Field(() => Int, { description: 'Accounts that an event named.' })
  accountCount!: number;

  @Field(() => Int, { description: 'Datanets.' })
  datanetCount!: number;

  @Field(() => Int, { description: 'Published versions of datanets.' })
  datanetVersionCount!: number;

  @Field(() => Int, { description: 'Contributions, whatever their status.' })
  contributionCount!: number;

  @Field(() => Int, { description: 'Contributions accepted and not withdrawn.' })
  acceptedContributionCount!: number;

  @Field(() => Int, { description: 'Contributions withdrawn.' })
  withdrawnContributionCount!: number;

  @Field(() => Int, { description: 'Models and adapters.' })
  modelCount!: number;

  @Field(() => Int, { description: 'Recorded training runs.' })
  trainingRunCount!: number;
}

@ObjectType({ simpleResolvers: true, description: 'Answers and money so far.' })
export class LedgerFlows {
  @Field(() => Int, { description: 'Settled inferences.' })
  inferenceCount!: number;

  @Field(() => bigIntScalar, { description: 'Fees of all inferences, wei.' })
  feesWei!: bigint;

  @Field(() => Int, { description: 'Payouts.' })
  payoutCount!: number;

  @Field(() => bigIntScalar, { description: 'All payouts, wei.' })
  paidWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Rewards that recipients took, wei.' })
  claimedWei!: bigint;
}

@ObjectType({ simpleResolvers: true, description: 'What an account had.' })
export class AccountAsOf {
  @Field(() => bigIntScalar, { description: 'Sum of its payouts, wei.' })
  earnedWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Rewards it took, wei.' })
  claimedWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Principal of its stakes that had not ended, wei of gOPEN.' })
  stakedWei!: bigint;

  @Field(() => bigIntScalar, { description: 'gOPEN that it held, wei.' })
  heldWei!: bigint;

  @Field(() => bigIntScalar, { description: 'gOPEN that it voted with, its own and delegated to it, wei.' })
  votesWei!: bigint;

  @Field(() => String, { nullable: true, description: 'Address that voted with its gOPEN; null: nobody.' })
  delegateId!: string | null;
}

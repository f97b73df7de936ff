import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ProposalResolver.ts`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A decision put to those who hold gOPEN.' })
export class Proposal extends Node {
  @Field(() => String, { description: 'Id in the governor, decimal.' })
  proposalId!: string;

  @Field(() => String, { description: 'At most 8,192 characters. Written by a stranger.' })
  description!: string;

  @Field(() => bigIntScalar, {
    description: 'Unix seconds at which votes and supply are read; voting is open after it.',
  })
  voteStartSeconds!: bigint;

  @Field(() => bigIntScalar, { description: 'Unix seconds up to which voting is open, inclusive.' })
  voteEndSeconds!: bigint;

  @Field(() => bigIntScalar, { description: 'Votes against, wei of gOPEN.' })
  againstVotesWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Votes for it, wei of gOPEN.' })
  forVotesWei!: bigint;

  @Field(() => bigIntScalar, { description: 'Votes that count for the quorum only, wei of gOPEN.' })
  abstainVotesWei!: bigint;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Unix seconds from which it may be executed; null until queued.',
  })
  etaSeconds!: bigint | null;

  @Field(() => Int, { nullable: true, description: 'Block in which it was queued; null until then.' })
  queuedBlockNumber!: number | null;

  @Field(() => String, { nullable: true, description: 'Of the transaction that queued it, 0x hex.' })
  queueTransactionHash!: string | null;

  @Field(() => Int, { nullable: true, description: 'Block in which it was executed; null until then.' })
  executedBlockNumber!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of the transaction that executed it, 0x hex: what it did has the same.',
  })
  executionTransactionHash!: string | null;

  @Field(() => Int, { nullable: true, description: 'Block in which it was cancelled; null unless it was.' })
  canceledBlockNumber!: number | null;

  @Field(() => String, { nullable: true, description: 'Of the transaction that cancelled it, 0x hex.' })
  cancellationTransactionHash!: string | null;
}

export const ProposalConnection = createConnectionType('Proposal', () => Proposal);

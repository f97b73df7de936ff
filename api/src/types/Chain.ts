import { Field, Int, ObjectType } from 'type-graphql';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';

@ObjectType({ simpleResolvers: true, description: 'A block of the chain by its place and its bytes, indexed or not.' })
export class BlockPoint {
  @Field(() => Int, { description: 'Height.' })
  blockNumber!: number;

  @Field(() => String, { description: '0x hex.' })
  blockHash!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Where the chain stands, as its node tells it.' })
export class Chain {
  @Field(() => BlockPoint, { description: 'Its head; only the sequencer vouches for it.' })
  latest!: BlockPoint;

  @Field(() => BlockPoint, { description: 'The newest block that is published to the parent chain.' })
  safe!: BlockPoint;

  @Field(() => BlockPoint, { description: 'The newest block that stays.' })
  finalized!: BlockPoint;

  @Field(() => Int, {
    nullable: true,
    description:
      'What is indexed up to here was compared with the finalized chain and stays: FINALIZED. Never above `finalized`; null before the first block.',
  })
  settledBlockNumber!: number | null;

  @Field(() => dateTimeScalar, { description: 'When any of these last changed.' })
  updatedAt!: Date;
}

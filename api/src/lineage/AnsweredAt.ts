import { ArgsType, Field, Int, ObjectType } from 'type-graphql';

/** Which block a question is about; the newest that is indexed when neither is given. */
@ArgsType()
export class AsOfArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'Answer as the ledger stood after this block; the newest that is indexed when absent.',
  })
  asOfBlock?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The same by the hash of the block, 0x hex, any case: BLOCK_DROPPED when the chain has replaced it. Known are blocks that hold something of the ledger, and the heads of the chain.',
  })
  asOfBlockHash?: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The block after which everything in an answer stood so. What was recorded later is left out.',
})
export class AnsweredAt {
  @Field(() => Int, { description: 'Height of the block.' })
  blockNumber!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Its hash, 0x hex; null when it holds nothing of the ledger, and then stateBlockHash says as much.',
  })
  blockHash!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Height of the newest block up to it that holds something of the ledger: nothing changed since. Null when there is none.',
  })
  stateBlockNumber!: number | null;

  @Field(() => String, { nullable: true, description: 'Hash of that block, 0x hex.' })
  stateBlockHash!: string | null;

  @Field(() => Boolean, {
    description:
      'The block stays and is indexed whole: the same question has the same answer forever, and may be cached so. Only what is recomputed off the chain (SHAPED, shapedInferenceCount) may still be added.',
  })
  isFinal!: boolean;
}

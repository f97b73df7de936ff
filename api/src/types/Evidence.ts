import { Field, Int, ObjectType } from 'type-graphql';

/** Block hash and time are in `resolvers/EvidenceResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'Where on chain a fact was recorded.' })
export class Evidence {
  @Field(() => Int, { description: 'Height of the block.' })
  blockNumber!: number;

  @Field(() => Int, { description: 'Place of the log in its block, from 0.' })
  logIndex!: number;

  @Field(() => String, { description: '0x hex.' })
  transactionHash!: string;

  @Field(() => String, { description: 'Sender of the transaction, lower case.' })
  signer!: string;
}

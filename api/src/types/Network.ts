import { Field, Int, ObjectType } from 'type-graphql';

/** Everything that is counted is in `resolvers/NetworkResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'The chain that is indexed, as a whole.' })
export class Network {
  @Field(() => Int, { description: 'EIP-155 chain id.' })
  chainId!: number;

  @Field(() => String, { description: 'Name of the chain.' })
  name!: string;

  @Field(() => String, { description: 'Ticker of the native token with 18 decimals, which all wei amounts are in.' })
  nativeSymbol!: string;
}

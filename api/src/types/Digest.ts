import { Field, ObjectType } from 'type-graphql';

/** Its root value is the digest itself, 0x hex; see `resolvers/DigestResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'A sha2-256 of exact bytes.' })
export class Digest {
  @Field(() => String, { description: '0x and 64 lower-case hex digits; 32 zero bytes: nothing was committed.' })
  hex!: string;

  @Field(() => String, { description: 'The same as CIDv1 (raw codec, base32).' })
  cid!: string;
}

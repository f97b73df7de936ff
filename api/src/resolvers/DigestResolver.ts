import { cidOf } from '@tributary/protocol';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Digest } from '../types/Digest.js';

/** The root value is the digest as stored, with or without 0x. */
@Resolver(() => Digest)
export class DigestResolver {
  @FieldResolver(() => String)
  hex(@Root() digest: string): string {
    return digest.startsWith('0x') ? digest : `0x${digest}`;
  }

  @FieldResolver(() => String)
  cid(@Root() digest: string): string {
    return cidOf(this.hex(digest));
  }
}

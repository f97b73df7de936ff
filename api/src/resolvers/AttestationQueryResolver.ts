import {
  type AttestationRow,
  type AttestationSchemaRow,
  attestationSchemaSource,
  attestationSource,
} from '@tributary/db';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Attestation } from '../types/Attestation.js';
import { AttestationSchema } from '../types/AttestationSchema.js';

/** What third parties say. */
@Resolver()
export class AttestationQueryResolver {
  @Query(() => Attestation, { nullable: true, description: 'An attestation by its uid.' })
  attestation(
    @Arg('uid', () => String, { description: '0x hex, any case.' }) uid: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttestationRow | null> {
    return loaders.row(attestationSource, uid.toLowerCase());
  }

  @Query(() => AttestationSchema, { nullable: true, description: 'A schema by its uid.' })
  attestationSchema(
    @Arg('uid', () => String, { description: '0x hex, any case.' }) uid: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttestationSchemaRow | null> {
    return loaders.row(attestationSchemaSource, uid.toLowerCase());
  }
}

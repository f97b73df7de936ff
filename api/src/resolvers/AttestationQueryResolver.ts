import {
  attestationList,
  type AttestationRow,
  attestationSchemaList,
  type AttestationSchemaRow,
  attestationSchemaSource,
  attestationSource,
} from '@tributary/db';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Attestation, AttestationConnection } from '../types/Attestation.js';
import { AttestationSchema, AttestationSchemaConnection } from '../types/AttestationSchema.js';
import { PageArgs } from '../types/PageArgs.js';

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

  @Query(() => AttestationConnection, { description: 'Attestations.' })
  attestations(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttestationRow>> {
    return loadConnection(loaders, attestationList(), page);
  }

  @Query(() => AttestationSchemaConnection, { description: 'Schemas of attestations.' })
  attestationSchemas(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttestationSchemaRow>> {
    return loadConnection(loaders, attestationSchemaList(), page);
  }
}

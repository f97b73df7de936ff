import { type AccountRow, type AttestationSchemaRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { AttestationSchema } from '../types/AttestationSchema.js';

/** Relations of a attestation schema. */
@Resolver(() => AttestationSchema)
export class AttestationSchemaResolver {
  @FieldResolver(() => Account, { description: 'Who registered it.' })
  registerer(@Root() attestationSchema: AttestationSchemaRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, attestationSchema.registererId);
  }
}

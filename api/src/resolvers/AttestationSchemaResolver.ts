import { type AccountRow, attestationList, type AttestationRow, type AttestationSchemaRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { AttestationConnection } from '../types/Attestation.js';
import { AttestationSchema } from '../types/AttestationSchema.js';
import { PageArgs } from '../types/PageArgs.js';

/** Relations of a attestation schema. */
@Resolver(() => AttestationSchema)
export class AttestationSchemaResolver {
  @FieldResolver(() => Account, { description: 'Who registered it.' })
  registerer(@Root() attestationSchema: AttestationSchemaRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, attestationSchema.registererId);
  }

  @FieldResolver(() => AttestationConnection, { description: 'What was said by it.' })
  attestations(
    @Root() attestationSchema: AttestationSchemaRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttestationRow>> {
    return loadConnection(loaders, attestationList({ parent: 'AttestationSchema' }), page, attestationSchema.id);
  }
}

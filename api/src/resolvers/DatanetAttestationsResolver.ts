import { attestationList, type AttestationRow, type DatanetRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { AttestationConnection } from '../types/Attestation.js';
import { Datanet } from '../types/Datanet.js';
import { PageArgs } from '../types/PageArgs.js';

/** What others say of a datanet. */
@Resolver(() => Datanet)
export class DatanetAttestationsResolver {
  @FieldResolver(() => AttestationConnection, { description: 'What third parties say of it.' })
  attestations(
    @Root() datanet: DatanetRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttestationRow>> {
    return loadConnection(loaders, attestationList({ parent: 'Datanet' }), page, datanet.id);
  }
}

import {
  type AccountRow,
  attestationList,
  type AttestationRow,
  computeJobList,
  type ComputeJobRow,
  type ModelRow,
} from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { AttestationConnection } from '../types/Attestation.js';
import { ComputeJobConnection } from '../types/ComputeJob.js';
import { Model } from '../types/Model.js';
import { PageArgs } from '../types/PageArgs.js';

/** What the network around it knows of a model. */
@Resolver(() => Model)
export class ModelNetworkResolver {
  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Who sets its fee policies instead of the owner; null: the owner.',
  })
  async feePolicyController(@Root() model: ModelRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    return model.feePolicyControllerId === null ? null : loadAccount(loaders, model.feePolicyControllerId);
  }

  @FieldResolver(() => AttestationConnection, { description: 'What third parties say of it.' })
  attestations(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttestationRow>> {
    return loadConnection(loaders, attestationList({ parent: 'Model' }), page, model.id);
  }

  @FieldResolver(() => ComputeJobConnection, { description: 'Machines that served it.' })
  computeJobs(
    @Root() model: ModelRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ComputeJobRow>> {
    return loadConnection(loaders, computeJobList({ parent: 'Model' }), page, model.id);
  }
}

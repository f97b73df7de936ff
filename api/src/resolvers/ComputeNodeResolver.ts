import { type AccountRow, computeJobList, type ComputeJobRow, type ComputeNodeRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { ComputeJobConnection } from '../types/ComputeJob.js';
import { ComputeNode } from '../types/ComputeNode.js';
import { PageArgs } from '../types/PageArgs.js';

/** Relations of a compute node. */
@Resolver(() => ComputeNode)
export class ComputeNodeResolver {
  @FieldResolver(() => Account, { description: 'Who runs it.' })
  operator(@Root() computeNode: ComputeNodeRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, computeNode.operatorId);
  }

  @FieldResolver(() => ComputeJobConnection, { description: 'What it did.' })
  jobs(
    @Root() computeNode: ComputeNodeRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ComputeJobRow>> {
    return loadConnection(loaders, computeJobList({ parent: 'ComputeNode' }), page, computeNode.id);
  }
}

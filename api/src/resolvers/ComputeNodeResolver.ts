import { type AccountRow, type ComputeNodeRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { ComputeNode } from '../types/ComputeNode.js';

/** Relations of a compute node. */
@Resolver(() => ComputeNode)
export class ComputeNodeResolver {
  @FieldResolver(() => Account, { description: 'Who runs it.' })
  operator(@Root() computeNode: ComputeNodeRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, computeNode.operatorId);
  }
}

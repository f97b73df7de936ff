import { type AccountRow, type ModelRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Model } from '../types/Model.js';

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
}

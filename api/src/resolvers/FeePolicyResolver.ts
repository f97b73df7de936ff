import { type AccountRow, type FeePolicyRow, type ModelRow, modelSource } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { FeePolicy } from '../types/FeePolicy.js';
import { Model } from '../types/Model.js';

/** Relations of a fee policy. */
@Resolver(() => FeePolicy)
export class FeePolicyResolver {
  @FieldResolver(() => Model, { nullable: true, description: 'Whose policy it is; null when no such model is known.' })
  model(@Root() feePolicy: FeePolicyRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, feePolicy.modelId);
  }

  @FieldResolver(() => Account, {
    description: "Who gets the contributors' part of an answer that nobody's data shaped.",
  })
  unattributedRecipient(@Root() feePolicy: FeePolicyRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, feePolicy.unattributedRecipientId);
  }
}

import {
  type AccountRow,
  accountSource,
  type DatanetRow,
  datanetSource,
  type ModelRow,
  modelSource,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Datanet } from '../types/Datanet.js';
import { Model } from '../types/Model.js';
import { AnalyticsKey } from './AnalyticsKey.js';
import { AnalyticsGroup } from './enums.js';

/** The thing of the ledger that a group is. */
@Resolver(() => AnalyticsKey)
export class AnalyticsKeyResolver {
  @FieldResolver(() => Account, { nullable: true, description: 'With ACCOUNT or OPERATOR; else null.' })
  account(@Root() { by, value }: AnalyticsKey, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    const isAccount = by === AnalyticsGroup.ACCOUNT || by === AnalyticsGroup.OPERATOR;
    return loaders.row(accountSource, isAccount ? value : null);
  }

  @FieldResolver(() => Datanet, { nullable: true, description: 'With DATANET; else null.' })
  datanet(@Root() { by, value }: AnalyticsKey, @Ctx() { loaders }: RequestContext): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, by === AnalyticsGroup.DATANET ? value : null);
  }

  @FieldResolver(() => Model, { nullable: true, description: 'With MODEL; else null.' })
  model(@Root() { by, value }: AnalyticsKey, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, by === AnalyticsGroup.MODEL ? value : null);
  }
}

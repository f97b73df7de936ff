import { type AccountRow, type DatanetRow } from '@tributary/db';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { Datanet } from '../types/Datanet.js';

/** Totals and relations of a datanet. */
@Resolver(() => Datanet)
export class DatanetResolver {
  @FieldResolver(() => Account, { description: 'Who created it and reviews contributions.' })
  owner(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, datanet.ownerId);
  }

  @FieldResolver(() => Int, { description: 'All contributions, whatever their status.' })
  async contributionCount(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.datanetTotals.load(datanet.id)).contributionCount;
  }

  @FieldResolver(() => Int, { description: 'Contributions accepted and not withdrawn.' })
  async acceptedContributionCount(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.datanetTotals.load(datanet.id)).acceptedContributionCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Training rows of the contributions accepted and not withdrawn.' })
  async rowCount(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.datanetTotals.load(datanet.id)).rowCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Paid so far for its contributions, wei.' })
  async earnedWei(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.datanetTotals.load(datanet.id)).earnedWei;
  }
}

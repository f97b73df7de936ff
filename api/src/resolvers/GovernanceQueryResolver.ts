import {
  governorSettingList,
  type GovernorSettingRow,
  proposalList,
  type ProposalRow,
  proposalSource,
  timelockCallList,
  type TimelockCallRow,
} from '@tributary/db';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { GovernorSettingConnection } from '../types/GovernorSetting.js';
import { GovernorSettingName } from '../types/networkEnums.js';
import { PageArgs } from '../types/PageArgs.js';
import { Proposal, ProposalConnection } from '../types/Proposal.js';
import { TimelockCallConnection } from '../types/TimelockCall.js';

/** What is decided by those who hold gOPEN. */
@Resolver()
export class GovernanceQueryResolver {
  @Query(() => Proposal, { nullable: true, description: 'A proposal by its id.' })
  proposal(
    @Arg('proposalId', () => String, { description: 'Decimal.' }) proposalId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ProposalRow | null> {
    return loaders.row(proposalSource, proposalId);
  }

  @Query(() => ProposalConnection, { description: 'Proposals.' })
  proposals(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ProposalRow>> {
    return loadConnection(loaders, proposalList(), page);
  }

  @Query(() => GovernorSettingConnection, { description: 'Settings of governor and timelock as they were set.' })
  governorSettings(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('name', () => GovernorSettingName, { nullable: true, description: 'Only this one.' })
    name: GovernorSettingName | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<GovernorSettingRow>> {
    return loadConnection(loaders, governorSettingList({ name }), page);
  }

  @Query(() => TimelockCallConnection, { description: 'Calls that the timelock held back or holds back.' })
  timelockCalls(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TimelockCallRow>> {
    return loadConnection(loaders, timelockCallList(), page);
  }
}

import {
  type AccountAsOf as AccountAsOfRow,
  type AttributionIndexRow,
  type DatanetVersionRow,
  feePolicyInForce,
  type FeePolicyRow,
  indexInForce,
  type LedgerCounts as LedgerCountsRow,
  type LedgerFlows as LedgerFlowsRow,
  loadAccountsAsOf,
  loadInForce,
  loadLedgerCounts,
  loadProposalFactsAsOf,
  loadRowsAsOf,
  proposalSource,
  versionInForce,
} from '@tributary/db';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { getProposalState } from '../getProposalState.js';
import type { RequestContext } from '../RequestContext.js';
import { AttributionIndex } from '../types/AttributionIndex.js';
import { DatanetVersion } from '../types/DatanetVersion.js';
import { FeePolicy } from '../types/FeePolicy.js';
import { ProposalState } from '../types/networkEnums.js';
import { answerAsOf } from './answerAsOf.js';
import { AsOfArgs } from './AnsweredAt.js';
import { AccountAsOf, LedgerAsOf, LedgerCounts, LedgerFlows } from './LedgerAsOf.js';

/** What was in force and what there was after a block; each field is a question of its own. */
@Resolver(() => LedgerAsOf)
export class LedgerAsOfResolver {
  @Query(() => LedgerAsOf, { description: 'The ledger as it was after a block.' })
  ledgerAsOf(@Args(() => AsOfArgs) asOf: AsOfArgs, @Ctx() { loaders }: RequestContext): Promise<LedgerAsOf> {
    return answerAsOf(loaders.db, asOf, async (answeredAt) => ({ answeredAt }));
  }

  @FieldResolver(() => LedgerCounts, { description: 'How much there was of everything.' })
  counts(@Root() { answeredAt }: LedgerAsOf, @Ctx() { loaders }: RequestContext): Promise<LedgerCountsRow> {
    return loadLedgerCounts(loaders.db, answeredAt.blockNumber);
  }

  @FieldResolver(() => LedgerFlows, { description: 'Answers and money so far; reads every payout up to the block.' })
  flows(@Root() { answeredAt }: LedgerAsOf, @Ctx() { statistics }: RequestContext): Promise<LedgerFlowsRow> {
    return statistics.loadFlowsAsOf(answeredAt);
  }

  @FieldResolver(() => FeePolicy, {
    nullable: true,
    description: 'The fee policy of a model that was in force; null before its first.',
  })
  async feePolicy(
    @Arg('modelId', () => String, { description: 'Decimal.' }) modelId: string,
    @Root() { answeredAt }: LedgerAsOf,
    @Ctx() { loaders }: RequestContext,
  ): Promise<FeePolicyRow | null> {
    return (await loadInForce(loaders.db, feePolicyInForce, answeredAt.blockNumber, [modelId]))[0] ?? null;
  }

  @FieldResolver(() => AttributionIndex, {
    nullable: true,
    description: 'The attribution index of a model that was in force; null before its first.',
  })
  async attributionIndex(
    @Arg('modelId', () => String, { description: 'Decimal.' }) modelId: string,
    @Root() { answeredAt }: LedgerAsOf,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttributionIndexRow | null> {
    return (await loadInForce(loaders.db, indexInForce, answeredAt.blockNumber, [modelId]))[0] ?? null;
  }

  @FieldResolver(() => DatanetVersion, {
    nullable: true,
    description: 'The newest version of a datanet; null before its first.',
  })
  async datanetVersion(
    @Arg('datanetId', () => String, { description: 'Decimal.' }) datanetId: string,
    @Root() { answeredAt }: LedgerAsOf,
    @Ctx() { loaders }: RequestContext,
  ): Promise<DatanetVersionRow | null> {
    return (await loadInForce(loaders.db, versionInForce, answeredAt.blockNumber, [datanetId]))[0] ?? null;
  }

  @FieldResolver(() => ProposalState, {
    nullable: true,
    description:
      'Where a proposal stood by the time of the block; null when there was none, and when voting was over and the quorum is not known.',
  })
  async proposalState(
    @Arg('proposalId', () => String, { description: 'Decimal.' }) proposalId: string,
    @Root() { answeredAt: { blockNumber } }: LedgerAsOf,
    @Ctx() { loaders: { db } }: RequestContext,
  ): Promise<ProposalState | null> {
    const [[proposal], [facts]] = await Promise.all([
      loadRowsAsOf(db, 'Proposal', proposalSource, blockNumber, [proposalId]),
      loadProposalFactsAsOf(db, blockNumber, [proposalId]),
    ]);
    return proposal == null || facts === undefined ? null : getProposalState(proposal, facts);
  }

  @FieldResolver(() => AccountAsOf, { description: 'What an account had; nothing when no event named it yet.' })
  async account(
    @Arg('address', () => String, { description: '0x and 40 hex digits, any case.' }) address: string,
    @Root() { answeredAt }: LedgerAsOf,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AccountAsOfRow> {
    const [account] = await loadAccountsAsOf(loaders.db, answeredAt.blockNumber, [address.toLowerCase()]);
    if (account === undefined) throw new RangeError('each address has a row');
    return account;
  }
}

import {
  type AccountRow,
  attestationList,
  type AttestationRow,
  computeNodeList,
  type ComputeNodeRow,
  depositList,
  type DepositRow,
  gOpenTransferList,
  type GOpenTransferRow,
  proposalList,
  type ProposalRow,
  stakeList,
  type StakeRow,
  transactionList,
  type TransactionRow,
  voteList,
  type VoteRow,
  withdrawalList,
  type WithdrawalRow,
} from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { AttestationConnection } from '../types/Attestation.js';
import { ComputeNodeConnection } from '../types/ComputeNode.js';
import { DepositConnection } from '../types/Deposit.js';
import { GOpenTransferConnection } from '../types/GOpenTransfer.js';
import { PageArgs } from '../types/PageArgs.js';
import { ProposalConnection } from '../types/Proposal.js';
import { StakeConnection } from '../types/Stake.js';
import { TransactionConnection } from '../types/Transaction.js';
import { VoteConnection } from '../types/Vote.js';
import { WithdrawalConnection } from '../types/Withdrawal.js';

/** What an account holds and does beside models and data. */
@Resolver(() => Account)
export class AccountHoldingsResolver {
  @FieldResolver(() => TransactionConnection, { description: 'Transactions that it sent.' })
  transactions(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TransactionRow>> {
    return loadConnection(loaders, transactionList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => DepositConnection, { description: 'OPEN that came to it from the parent chain.' })
  deposits(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<DepositRow>> {
    return loadConnection(loaders, depositList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => WithdrawalConnection, { description: 'What it sent to the parent chain.' })
  withdrawals(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<WithdrawalRow>> {
    return loadConnection(loaders, withdrawalList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => GOpenTransferConnection, { description: 'gOPEN that came to it or left it.' })
  gOpenTransfers(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<GOpenTransferRow>> {
    return loadConnection(loaders, gOpenTransferList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => StakeConnection, { description: 'gOPEN that it has staked.' })
  stakes(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<StakeRow>> {
    return loadConnection(loaders, stakeList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => ProposalConnection, { description: 'What it proposed.' })
  proposals(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ProposalRow>> {
    return loadConnection(loaders, proposalList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => VoteConnection, { description: 'How it voted.' })
  votes(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<VoteRow>> {
    return loadConnection(loaders, voteList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => ComputeNodeConnection, { description: 'Machines that it runs.' })
  computeNodes(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ComputeNodeRow>> {
    return loadConnection(loaders, computeNodeList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => AttestationConnection, { description: 'What it says of others.' })
  attestations(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<AttestationRow>> {
    return loadConnection(loaders, attestationList({ parent: 'Account' }), page, account.id);
  }
}

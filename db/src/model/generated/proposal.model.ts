// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {ProposalCall} from "./proposalCall.model"
import {Vote} from "./vote.model"
import {TimelockCall} from "./timelockCall.model"

/**
 * A decision of the governor. Its state is no event: it follows from the votes, the quorum at `voteStartSeconds`, what
 * happened to it in the timelock, and the time.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Proposal {
    constructor(props?: Partial<Proposal>) {
        Object.assign(this, props)
    }

    /**
     * proposalId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    proposer!: Account

    /**
     * At most 8,192 characters; the exact text is in the event.
     */
    @StringColumn_({nullable: false})
    description!: string

    /**
     * Votes and supply are read at this second; voting is open after it, up to and including voteEndSeconds.
     */
    @BigIntColumn_({nullable: false})
    voteStartSeconds!: bigint

    @BigIntColumn_({nullable: false})
    voteEndSeconds!: bigint

    @BigIntColumn_({nullable: false})
    againstVotesWei!: bigint

    @BigIntColumn_({nullable: false})
    forVotesWei!: bigint

    @BigIntColumn_({nullable: false})
    abstainVotesWei!: bigint

    /**
     * When the timelock lets it be executed; null until queued.
     */
    @BigIntColumn_({nullable: true})
    etaSeconds!: bigint | undefined | null

    @IntColumn_({nullable: true})
    queuedBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    queueTransactionHash!: string | undefined | null

    @IntColumn_({nullable: true})
    executedBlockNumber!: number | undefined | null

    /**
     * What it did has the same transaction.
     */
    @Index_()
    @StringColumn_({nullable: true})
    executionTransactionHash!: string | undefined | null

    @IntColumn_({nullable: true})
    canceledBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    cancellationTransactionHash!: string | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => ProposalCall, e => e.proposal)
    calls!: ProposalCall[]

    @OneToMany_(() => Vote, e => e.proposal)
    votes!: Vote[]

    @OneToMany_(() => TimelockCall, e => e.proposal)
    timelockCalls!: TimelockCall[]
}
